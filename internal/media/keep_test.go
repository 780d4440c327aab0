package media

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/bucket"
	"github.com/xiezhi/xiezhi/internal/bucket/buckettest"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// keeping is a world whose copies are for good, and whose addresses can expire.
type keeping struct {
	*world
	stand   *buckettest.Stand // nil where copies are files
	expired atomic.Bool
}

func newKeeping(t *testing.T, stand *buckettest.Stand) *keeping {
	t.Helper()
	k := &keeping{stand: stand}
	picture, film := encoded(t, pngType, sample(400, 300)), append([]byte("\x1a\x45\xdf\xa3"), []byte(strings.Repeat("webm", 300))...)
	k.world = newWorld(t, k.options(t), func(w http.ResponseWriter, r *http.Request) {
		switch {
		case k.expired.Load():
			w.WriteHeader(http.StatusForbidden)
		case strings.HasSuffix(r.URL.Path, ".webm"):
			_, _ = w.Write(film)
		default:
			_, _ = w.Write(picture)
		}
	})
	return k
}

func (k *keeping) options(t *testing.T) Options {
	t.Helper()
	if k.stand == nil {
		return Options{}
	}
	vault, err := bucket.New(bucket.Options{
		Endpoint: k.stand.URL, Name: buckettest.Name, AccessKey: buckettest.AccessKey, SecretKey: buckettest.SecretKey, PathStyle: true, Prefix: "evidence",
	})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Vault: vault}
}

// node is another process: in the same folder, or in its own.
func (k *keeping) node(t *testing.T, dir string) *Service {
	t.Helper()
	o := k.options(t)
	o.Dir, o.Client, o.Now = dir, k.client, k.clock.now
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (k *keeping) wanted(path string) Wanted {
	kind := Picture
	if strings.HasSuffix(path, ".webm") {
		kind = Clip
	}
	return Wanted{Address: k.url + path, Kind: kind, Name: "evidence 7"}
}

// onBoth runs a test on files and on a bucket.
func onBoth(t *testing.T, run func(t *testing.T, k *keeping)) {
	t.Helper()
	t.Run("files", func(t *testing.T) {
		t.Parallel()
		run(t, newKeeping(t, nil))
	})
	t.Run("bucket", func(t *testing.T) {
		t.Parallel()
		k := newKeeping(t, buckettest.New(t))
		run(t, k)
		if n := k.stand.Forged(); n != 0 {
			t.Errorf("%d requests were not rightly signed", n)
		}
	})
}

func TestACopyOutlivesItsAddress(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, k *keeping) {
		ctx := t.Context()
		for _, path := range []string{"/shot.png", "/film.webm"} {
			digest, err := k.Keep(ctx, k.wanted(path))
			if err != nil || len(digest) != digestLength {
				t.Fatalf("%s: %q, %v", path, digest, err)
			}
		}
		k.expired.Store(true)
		asked := k.asked.Load()
		for _, s := range []*Service{k.Service, k.node(t, k.dir)} {
			again, err := s.Keep(ctx, k.wanted("/shot.png"))
			if err != nil {
				t.Fatal(err)
			}
			for _, form := range []Form{Full, Thumb, Veil} {
				file, err := s.Open(ctx, k.wanted("/shot.png"), form)
				if err != nil {
					t.Fatalf("%s: %v", form, err)
				}
				body, err := io.ReadAll(file)
				if err != nil || len(body) == 0 || file.Digest != again || file.ETag != etag(again, form) || !strings.HasPrefix(file.Type, "image/") || file.Frames != 1 {
					t.Errorf("%s: %d bytes, %+v, %v", form, len(body), file, err)
				}
				file.Close()
			}
			if got := part(t, s, k.wanted("/film.webm")); got != "webmwebm" {
				t.Errorf("the film's part is %q", got)
			}
		}
		if k.asked.Load() != asked {
			t.Error("the address was asked again")
		}
	})
}

// part is what a player asks for after the beginning.
func part(t *testing.T, s *Service, wanted Wanted) string {
	t.Helper()
	file, err := s.Open(t.Context(), wanted, Full)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if size, err := file.Seek(0, io.SeekEnd); err != nil || size != 1204 {
		t.Errorf("%d bytes, %v", size, err)
	}
	if _, err := file.Seek(4, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	body := make([]byte, 8)
	if _, err := io.ReadFull(file, body); err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestWhatIsForgottenIsGone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, k *keeping) {
		ctx := t.Context()
		if _, err := k.Keep(ctx, k.wanted("/shot.png")); err != nil {
			t.Fatal(err)
		}
		k.expired.Store(true)
		for range 2 {
			if err := k.Remove(ctx, k.wanted("/shot.png")); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := k.Open(ctx, k.wanted("/shot.png"), Veil); !fault.HasCode(err, CodeGone) {
			t.Errorf("it is still there: %v", err)
		}
		if left := k.left(); len(left) != 0 || k.stand != nil && len(k.stand.Names()) != 0 {
			t.Errorf("%q is left", left)
		}
	})
}

// TestABucketThatIsAway: what was fetched waits here and comes there later,
// whichever node asks, and after a new start.
func TestABucketThatIsAway(t *testing.T) {
	t.Parallel()
	k := newKeeping(t, buckettest.New(t))
	ctx, shot := t.Context(), k.wanted("/shot.png")
	k.stand.Down(true)
	if _, err := k.Keep(ctx, shot); !fault.HasCode(err, CodeAway) {
		t.Fatalf("kept while the bucket was away: %v", err)
	}
	k.expired.Store(true)
	other := k.node(t, filepath.Join(t.TempDir(), "other"))
	for _, s := range []*Service{k.Service, k.node(t, k.dir), other} {
		if _, err := s.Keep(ctx, shot); !fault.HasCode(err, CodeAway) {
			t.Errorf("again, with an address that has expired: %v", err)
		}
	}
	if err := k.Settle(ctx); !fault.HasCode(err, CodeAway) {
		t.Errorf("settled: %v", err)
	}
	if file, err := k.Open(ctx, shot, Veil); err != nil {
		t.Errorf("what waits here cannot be seen here: %v", err)
	} else {
		file.Close()
	}
	k.stand.Down(false)
	k.clock.move(time.Minute) // failures are answered again for a while
	if _, err := other.Keep(ctx, shot); !fault.HasCode(err, CodeGone) {
		t.Errorf("another node has it: %v", err)
	}
	restarted := k.node(t, k.dir)
	if err := restarted.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	if names := k.stand.Names(); len(names) != 3 || !strings.HasPrefix(names[0], "evidence/") {
		t.Errorf("%q", names)
	}
	if keys := restarted.shelf.keys(); len(keys) != 0 {
		t.Errorf("%q still lies here", keys)
	}
	k.clock.move(time.Minute)
	if digest, err := other.Keep(ctx, shot); err != nil || digest == "" {
		t.Errorf("%q, %v", digest, err)
	}
}

func TestForgettingWaitsForTheBucket(t *testing.T) {
	t.Parallel()
	k := newKeeping(t, buckettest.New(t))
	ctx := t.Context()
	if _, err := k.Keep(ctx, k.wanted("/shot.png")); err != nil {
		t.Fatal(err)
	}
	k.stand.Down(true)
	if err := k.Remove(ctx, k.wanted("/shot.png")); err != nil {
		t.Fatal(err)
	}
	restarted := k.node(t, k.dir)
	if err := restarted.Settle(ctx); !fault.HasCode(err, CodeAway) {
		t.Errorf("%v", err)
	}
	k.stand.Down(false)
	if err := restarted.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	if names := k.stand.Names(); len(names) != 0 {
		t.Errorf("%q", names)
	}
	if again, err := restarted.shelf.forgotten(); err != nil || len(again) != 0 {
		t.Errorf("%q, %v", again, err)
	}
}

// halfway is a vault that breaks after some puts.
type halfway struct {
	Vault
	puts int
}

func (h *halfway) Put(ctx context.Context, name, kind string, notes map[string]string, body io.Reader, size int64) error {
	if h.puts--; h.puts < 0 {
		return fault.Wrap(fault.Unavailable, errors.New("line"), "broke off")
	}
	return h.Vault.Put(ctx, name, kind, notes, body, size)
}

// TestAHalfBroughtCopyIsNone: as long as its last form is missing it is not in
// the bucket.
func TestAHalfBroughtCopyIsNone(t *testing.T) {
	t.Parallel()
	k := newKeeping(t, buckettest.New(t))
	k.vault = &halfway{k.vault, 2}
	if _, err := k.Keep(t.Context(), k.wanted("/shot.png")); !fault.HasCode(err, CodeAway) || len(k.stand.Names()) != 2 {
		t.Fatalf("%v, %q", err, k.stand.Names())
	}
	k.expired.Store(true)
	other := k.node(t, filepath.Join(t.TempDir(), "other"))
	if _, err := other.Keep(t.Context(), k.wanted("/shot.png")); !fault.HasCode(err, CodeGone) {
		t.Errorf("half a copy is one: %v", err)
	}
}
