package bucket

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/bucket/buckettest"
	"github.com/xiezhi/xiezhi/internal/fault"
)

func open(t *testing.T, o Options) *Bucket {
	t.Helper()
	b, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func optionsOf(s *buckettest.Stand) Options {
	return Options{Endpoint: s.URL, Name: buckettest.Name, AccessKey: buckettest.AccessKey, SecretKey: buckettest.SecretKey, PathStyle: true, Prefix: "/evidence/"}
}

func TestAFileComesBackAsItWent(t *testing.T) {
	t.Parallel()
	s := buckettest.New(t)
	b := open(t, optionsOf(s))
	ctx := t.Context()
	if err := b.Check(ctx); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{0, 10, 3 << 20} {
		body := bytes.Repeat([]byte("獬豸"), size/6+1)[:size]
		if err := b.Put(ctx, "k/full", "image/png", map[string]string{"digest": "abc", "frames": "2"}, bytes.NewReader(body), int64(size)); err != nil {
			t.Fatal(err)
		}
		file, kind, notes, err := b.Open(ctx, "k/full")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(file)
		if err != nil || !bytes.Equal(got, body) || kind != "image/png" || !maps.Equal(notes, map[string]string{"digest": "abc", "frames": "2"}) {
			t.Errorf("%d bytes come as %d, %s, %v, %v", size, len(got), kind, notes, err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
	if names := s.Names(); len(names) != 1 || names[0] != "evidence/k/full" || s.Forged() != 0 {
		t.Errorf("%q, %d forged", names, s.Forged())
	}
	for range 2 {
		if err := b.Remove(ctx, "k/full"); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, _, err := b.Open(ctx, "k/full"); !fault.Is(err, fault.NotFound) {
		t.Errorf("what was removed: %v", err)
	}
}

func TestAFileIsReadFromAnywhere(t *testing.T) {
	t.Parallel()
	s := buckettest.New(t)
	b := open(t, optionsOf(s))
	if err := b.Put(t.Context(), "k", "text/plain", nil, strings.NewReader("0123456789"), 10); err != nil {
		t.Fatal(err)
	}
	file, _, _, err := b.Open(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, row := range []struct {
		offset int64
		whence int
		read   int
		want   string
	}{{0, io.SeekEnd, 1, ""}, {0, io.SeekStart, 3, "012"}, {0, io.SeekCurrent, 2, "34"}, {-2, io.SeekEnd, 5, "89"}, {1, io.SeekStart, 4, "1234"}, {20, io.SeekStart, 1, ""}} {
		if _, err := file.Seek(row.offset, row.whence); err != nil {
			t.Fatal(err)
		}
		part := make([]byte, row.read)
		n, err := io.ReadFull(file, part)
		if string(part[:n]) != row.want || err != nil && n == row.read {
			t.Errorf("%+v: %q, %v", row, part[:n], err)
		}
	}
	if _, err := file.Seek(-1, io.SeekStart); err == nil {
		t.Error("sought before the beginning")
	}
	if gets := s.Gets(); gets != 3 {
		t.Errorf("%d requests for three places", gets)
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	t.Parallel()
	s := buckettest.New(t)
	for name, row := range map[string]struct {
		alter func(*Options)
		kind  fault.Kind
	}{
		"another secret": {func(o *Options) { o.SecretKey = "other" }, fault.Unavailable},
		"another bucket": {func(o *Options) { o.Name = "nothing-here" }, fault.NotFound},
		"nobody there":   {func(o *Options) { o.Endpoint = "http://127.0.0.1:1" }, fault.Unavailable},
	} {
		o := optionsOf(s)
		row.alter(&o)
		if err := open(t, o).Check(t.Context()); !fault.Is(err, row.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.Down(true)
	if err := open(t, optionsOf(s)).Put(t.Context(), "k", "text/plain", nil, strings.NewReader("x"), 1); !fault.Is(err, fault.Unavailable) {
		t.Errorf("out of order: %v", err)
	}
	for _, endpoint := range []string{"", "s3.example.com", "ftp://s3.example.com", "https://s3.example.com/bucket"} {
		if _, err := New(Options{Endpoint: endpoint, Name: "name"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
}

// TestSilenceEnds: a bucket that takes a request and says nothing holds nobody.
func TestSilenceEnds(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() }) // the test is over
	o := optionsOf(buckettest.New(t))
	o.Endpoint, o.Quiet = "http://"+listener.Addr().String(), 50*time.Millisecond
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := open(t, o).Check(ctx); !fault.Is(err, fault.Unavailable) || ctx.Err() != nil {
		t.Errorf("%v", err)
	}
}
