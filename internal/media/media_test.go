package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func TestAPictureInItsForms(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{jpegType, pngType, gifType, bmpType} {
		w := newWorld(t, Options{}, hands("text/plain", encoded(t, kind, sample(2100, 700))))
		for form, side := range map[Form]int{Full: fullSide, Thumb: thumbSide, Veil: veilSide} {
			got := w.see("/a", Picture, form)
			if size := decoded(t, got).Bounds().Size(); size.X != side || size.Y != side/3 {
				t.Errorf("%s: %s is %v", kind, form, size)
			}
			if got.kind != jpegType || !strings.HasSuffix(got.etag, "-"+string(form)+`"`) || got.frames != 1 {
				t.Errorf("%s: %s is %s, %s, %d frames", kind, form, got.kind, got.etag, got.frames)
			}
		}
		if asked := w.asked.Load(); asked != 1 {
			t.Errorf("%s: asked %d times", kind, asked)
		}
		if left := w.left(); left != nil {
			t.Errorf("left %v", left)
		}
	}
}

// TestAClipPassesAsItCame under the type that its bytes have.
func TestAClipPassesAsItCame(t *testing.T) {
	t.Parallel()
	for kind, head := range clipHeads {
		body := append([]byte(head), bytes.Repeat([]byte("xyz"), 1000)...)
		w := newWorld(t, Options{}, hands("text/html", body))
		if got := w.see("/a", Clip, Full); got.err != nil || got.kind != kind || !bytes.Equal(got.body, body) {
			t.Errorf("%s: %s of %d bytes, %v", kind, got.kind, len(got.body), got.err)
		}
		if got := w.see("/a", Clip, Veil); !fault.HasCode(got.err, CodeGone) {
			t.Errorf("the veil of %s: %v", kind, got.err)
		}
		w.refuses("/a", Picture, CodeType)
	}
	w := newWorld(t, Options{}, hands("video/mp4", encoded(t, jpegType, sample(10, 10))))
	w.refuses("/a", Clip, CodeType)
}

// TestWhatOnlyClaimsToBeAPicture is never shown.
func TestWhatOnlyClaimsToBeAPicture(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"svg":       `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"xml":       `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`,
		"html":      `<!doctype html><script>alert(1)</script>`,
		"gif+js":    "GIF89a\x10\x00\x10\x00=1;alert(1)",
		"jpeg+html": "\xff\xd8\xff\xe0<html><script>alert(1)</script>",
		"pdf":       "%PDF-1.7",
		"heic":      "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
		"amr":       "#!AMR\n\x3c",
		"flv":       "FLV\x01\x05",
		"bm":        "BMW is a car, and this text is no picture at all, however long it gets",
		"png head":  "\x89PNG\r\n\x1a\n",
		"webp head": "RIFF\x04\x00\x00\x00WEBP",
	} {
		w := newWorld(t, Options{}, hands("image/png", []byte(body)))
		w.refuses("/"+name, Picture, CodeType)
		if left := w.left(); left != nil {
			t.Errorf("%s: left %v", name, left)
		}
	}
	w := newWorld(t, Options{}, hands("image/png", nil))
	w.refuses("/nothing", Picture, CodeGone)
	amr := newWorld(t, Options{}, hands("audio/mpeg", []byte("#!AMR\n")))
	if got := amr.see("/a", Clip, Full); !strings.Contains(got.err.Error(), "AMR") {
		t.Errorf("AMR: %v", got.err)
	}
}

func TestWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{PictureLimit: 4000, ClipLimit: 6000}, func(out http.ResponseWriter, r *http.Request) {
		head := map[bool]string{true: "\xff\xd8\xff", false: "ID3"}[strings.HasPrefix(r.URL.Path, "/picture")]
		_, _ = out.Write([]byte(head))
		if strings.HasSuffix(r.URL.Path, "endless") {
			for r.Context().Err() == nil {
				if _, err := out.Write(make([]byte, 1000)); err != nil {
					return
				}
			}
		}
		_, _ = out.Write(make([]byte, 5000))
	})
	w.refuses("/picture", Picture, CodeTooLarge)
	w.refuses("/picture/endless", Picture, CodeTooLarge)
	w.refuses("/clip/endless", Clip, CodeTooLarge)
	if got := w.see("/clip", Clip, Full); got.err != nil || len(got.body) != 5003 {
		t.Errorf("%d bytes, %v", len(got.body), got.err)
	}
	if left := w.left(); left != nil {
		t.Errorf("left %v", left)
	}
}

func TestAnswersThatHaveNothing(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	defer close(hold)
	picture := encoded(t, pngType, sample(20, 20))
	w := newWorld(t, Options{PictureTime: 300 * time.Millisecond}, func(out http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone", "/forbidden", "/empty", "/broken":
			out.WriteHeader(map[string]int{"/gone": 410, "/forbidden": 403, "/empty": 204, "/broken": 502}[r.URL.Path])
		case "/slow":
			_, _ = out.Write(picture[:30])
			_ = http.NewResponseController(out).Flush()
			<-hold
		case "/silent":
			<-hold
		case "/cut":
			out.Header().Set("Content-Length", fmt.Sprint(len(picture)))
			_, _ = out.Write(picture[:30])
		case "/inside":
			http.Redirect(out, r, "http://127.9.9.9/a.png", http.StatusFound)
		case "/metadata":
			http.Redirect(out, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
		case "/file":
			http.Redirect(out, r, "file:///etc/passwd", http.StatusFound)
		case "/away":
			http.Redirect(out, r, "/good", http.StatusFound)
		default:
			_, _ = out.Write(picture)
		}
	})
	for path, code := range map[string]string{
		"/gone": CodeGone, "/forbidden": CodeGone, "/empty": CodeGone, "/broken": CodeTimeout,
		"/slow": CodeTimeout, "/silent": CodeTimeout, "/cut": CodeTimeout,
		"/inside": CodeRefused, "/metadata": CodeRefused, "/file": CodeRefused,
	} {
		w.refuses(path, Picture, code)
	}
	if got := w.see("/away", Picture, Full); got.err != nil {
		t.Error(got.err)
	}
	for _, address := range []string{"http://10.1.2.3/a.png", "http://127.0.0.2/a.png", "ftp://127.0.0.1/a.png", "http://user:word@127.0.0.1/"} {
		if got := w.seeIn(t.Context(), Wanted{Address: address, Kind: Picture}, Full); !fault.HasCode(got.err, CodeRefused) {
			t.Errorf("%s: %v", address, got.err)
		}
	}
}

// TestManyAskAndOneFetches also where the first of them leaves.
func TestManyAskAndOneFetches(t *testing.T) {
	t.Parallel()
	picture := encoded(t, jpegType, sample(100, 100))
	arrived, answer := make(chan struct{}, 10), make(chan struct{})
	w := newWorld(t, Options{}, func(out http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		select {
		case <-answer:
			_, _ = out.Write(picture)
		case <-r.Context().Done():
		}
	})
	first, leave := context.WithCancel(t.Context())
	var left, stayed sync.WaitGroup
	left.Go(func() {
		if got := w.seeIn(first, Wanted{Address: w.url + "/a", Kind: Picture}, Full); !errors.Is(got.err, context.Canceled) {
			t.Errorf("who left: %v", got.err)
		}
	})
	<-arrived
	for _, form := range []Form{Full, Full, Thumb, Veil} {
		stayed.Go(func() {
			if got := w.see("/a", Picture, form); got.err != nil {
				t.Errorf("%s: %v", form, got.err)
			}
		})
	}
	leave()
	left.Wait()
	<-arrived
	close(answer)
	stayed.Wait()
	if asked := w.asked.Load(); asked != 2 {
		t.Errorf("asked %d times, want once by who left and once more", asked)
	}
}

func TestAFailureIsRememberedForAWhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{}, func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusNotFound) })
	for range 3 {
		w.refuses("/a", Picture, CodeGone)
	}
	if asked := w.asked.Load(); asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	w.clock.move(failedFor)
	w.refuses("/a", Picture, CodeGone)
	if asked := w.asked.Load(); asked != 2 {
		t.Errorf("asked %d times", asked)
	}
	w.clock.move(failedFor)
	if err := w.Tidy(t.Context()); err != nil || len(w.failures) != 0 {
		t.Errorf("%d failures, %v", len(w.failures), err)
	}
}

// TestWhatWasReportedLaterIsFetchedAnew: an address may show something else by
// then. Where it shows nothing any more, the last copy is the evidence.
func TestWhatWasReportedLaterIsFetchedAnew(t *testing.T) {
	t.Parallel()
	var body, status = encoded(t, pngType, sample(10, 10)), http.StatusOK
	w := newWorld(t, Options{}, func(out http.ResponseWriter, _ *http.Request) {
		out.WriteHeader(status)
		_, _ = out.Write(body)
	})
	size := func(since time.Time) int {
		got := w.seeIn(t.Context(), Wanted{Address: w.url, Kind: Picture, Since: since}, Full)
		return decoded(t, got).Bounds().Dx()
	}
	first := w.clock.now()
	if got := size(first); got != 10 {
		t.Errorf("%d", got)
	}
	w.clock.move(time.Hour)
	body = encoded(t, pngType, sample(20, 20))
	if got := size(first); got != 10 {
		t.Errorf("the kept copy has %d", got)
	}
	if got := size(w.clock.now()); got != 20 {
		t.Errorf("the new one has %d", got)
	}
	w.clock.move(time.Hour)
	status = http.StatusNotFound
	if got := size(w.clock.now()); got != 20 {
		t.Errorf("the last one has %d", got)
	}
}

func TestTheShelfOutlivesItsService(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{}, hands("", encoded(t, pngType, sample(400, 400))))
	before := w.see("/a", Picture, Thumb)
	whole := filepath.Join(w.dir, keyOf(Wanted{Address: w.url + "/a", Kind: Picture}))
	for name, text := range map[string]string{"new-1/source": "half", "old-1/full": "x", "stray": "x", strings.Repeat("0", 64) + "/about.json": "{}"} {
		path := filepath.Join(w.dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	long := w.clock.now().Add(-2 * workFor)
	for _, name := range []string{"new-1", "old-1"} {
		if err := os.Chtimes(filepath.Join(w.dir, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	again, err := New(Options{Dir: w.dir, Client: w.client, Now: w.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	w.Service = again
	if after := w.see("/a", Picture, Thumb); after.err != nil || !bytes.Equal(after.body, before.body) || after.etag != before.etag {
		t.Errorf("%+v", after.err)
	}
	if entries, _ := os.ReadDir(w.dir); len(entries) != 1 || entries[0].Name() != filepath.Base(whole) || w.asked.Load() != 1 {
		t.Errorf("%v, asked %d times", entries, w.asked.Load())
	}
	if err := os.WriteFile(filepath.Join(whole, "full"), []byte("cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	if again, err = New(Options{Dir: w.dir, Client: w.client, Now: w.clock.now}); err != nil || len(again.shelf.items) != 0 {
		t.Errorf("a damaged copy is kept: %v", err)
	}
}

// Nodes on one machine may have one folder: what one of them makes is in no
// other's way, and is not swept away by one that starts.
func TestManyShareAFolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{}, hands("", encoded(t, pngType, sample(400, 400))))
	bench, err := w.shelf.workbench()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(bench, w.clock.now(), w.clock.now()); err != nil {
		t.Fatal(err)
	}
	services := []*Service{w.Service}
	for range 3 {
		other, err := New(Options{Dir: w.dir, Client: w.client, Now: w.clock.now})
		if err != nil {
			t.Fatal(err)
		}
		services = append(services, other)
	}
	var all sync.WaitGroup
	for _, service := range services {
		for range 4 {
			all.Go(func() {
				for i := range 5 {
					file, err := service.Open(t.Context(), Wanted{Address: fmt.Sprint(w.url, "/", i), Kind: Picture, Since: w.clock.now()}, Thumb)
					if err != nil {
						t.Error(err)
						continue
					}
					_ = file.Close()
				}
			})
		}
	}
	all.Wait()
	if left := w.left(); len(left) != 1 || left[0] != filepath.Base(bench) {
		t.Errorf("left over: %v", left)
	}
	w.clock.move(2 * workFor) // whoever worked there was killed
	if err := w.shelf.tidy(t.Context()); err != nil || len(w.left()) > 0 {
		t.Errorf("not swept: %v, %v", w.left(), err)
	}
}

func TestWhatAnotherProcessDoesIsSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{}, hands("", encoded(t, pngType, sample(400, 400))))
	other, err := New(Options{Dir: w.dir, Client: w.client, Now: w.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	wanted := Wanted{Address: w.url + "/a", Kind: Picture}
	first := w.see("/a", Picture, Thumb)
	w.Service, other = other, w.Service
	if got := w.see("/a", Picture, Thumb); got.err != nil || got.etag != first.etag || w.asked.Load() != 1 {
		t.Errorf("%+v, asked %d times", got.err, w.asked.Load())
	}
	w.clock.move(time.Minute)
	wanted.Since = w.clock.now()
	if got := w.seeIn(t.Context(), wanted, Thumb); got.err != nil || w.asked.Load() != 2 {
		t.Errorf("%+v, asked %d times for a newer one", got.err, w.asked.Load())
	}
	w.Service = other
	if got := w.seeIn(t.Context(), wanted, Thumb); got.err != nil || w.asked.Load() != 2 {
		t.Errorf("%+v, asked %d times for the one that came newer", got.err, w.asked.Load())
	}
	third, err := New(Options{Dir: t.TempDir(), Client: w.client, Now: w.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	third.shelf.dir = w.dir // has seen none of it come
	if err := third.Remove(t.Context(), wanted); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(w.dir); err != nil || len(entries) > 0 {
		t.Errorf("what another process keeps is not removed: %v, %v", entries, err)
	}
	if got := w.seeIn(t.Context(), wanted, Thumb); got.err != nil || w.asked.Load() != 3 {
		t.Errorf("%+v, asked %d times after the removal", got.err, w.asked.Load())
	}
}

func TestTheLeastUsedMakeRoom(t *testing.T) {
	t.Parallel()
	body := append([]byte("ID3"), make([]byte, 997)...)
	w := newWorld(t, Options{Space: 10_000}, hands("", body))
	for i := range 10 {
		w.clock.move(time.Second)
		w.see(fmt.Sprint("/", i), Clip, Full)
	}
	w.clock.move(time.Second)
	w.see("/0", Clip, Full) // is used again
	w.clock.move(time.Second)
	w.see("/10", Clip, Full)
	if w.shelf.total > 9000 || w.asked.Load() != 11 {
		t.Fatalf("%d bytes, asked %d times", w.shelf.total, w.asked.Load())
	}
	w.see("/0", Clip, Full)
	w.see("/10", Clip, Full)
	if asked := w.asked.Load(); asked != 11 {
		t.Error("what was used last had to go")
	}
	w.see("/1", Clip, Full)
	if asked := w.asked.Load(); asked != 12 {
		t.Error("what was used first is still there")
	}
	small := newWorld(t, Options{Space: 10}, hands("", body))
	if got := small.see("/a", Clip, Full); !fault.Is(got.err, fault.Unavailable) || ours(got.err) {
		t.Errorf("no room at all: %v", got.err)
	}
}

func TestTidyingRemovesWhatNobodyUses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{}, hands("", encoded(t, pngType, sample(10, 10))))
	w.see("/old", Picture, Full)
	w.clock.move(KeepFor / 2)
	w.see("/new", Picture, Full)
	w.clock.move(KeepFor/2 + time.Second)
	if err := w.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(w.shelf.items) != 1 {
		t.Errorf("%d are left", len(w.shelf.items))
	}
	again, err := New(Options{Dir: w.dir, Client: w.client, Now: w.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	key := keyOf(Wanted{Address: w.url + "/new", Kind: Picture})
	if used := again.shelf.items[key].used; !used.Equal(w.clock.now().Add(-KeepFor/2 - time.Second)) {
		t.Errorf("was used at %s", used)
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	const base = "https://cdn.example/live"
	for _, c := range []struct{ address, base, want, code string }{
		{"https://a.example/x.jpg", base, "https://a.example/x.jpg", ""},
		{" HTTP://a.example/x.jpg#part ", "", "http://a.example/x.jpg", ""},
		{"x/y.jpg", base, base + "/x/y.jpg", ""},
		{"/x/y.jpg", base + "/", base + "/x/y.jpg", ""},
		{"//evil.example/x.jpg", base, base + "/evil.example/x.jpg", ""},
		{`\\evil.example\x.jpg`, base, base + `/evil.example%5Cx.jpg`, ""},
		{"x.jpg?a=b:c", base, base + "/x.jpg?a=b:c", ""},
		{"图/一.jpg", base, base + "/%E5%9B%BE/%E4%B8%80.jpg", ""},
		{"", base, "", CodeGone},
		{"x.jpg", "", "", CodeRefused},
		{"data:image/png;base64,AA", base, "", CodeRefused},
		{"javascript:alert(1)", base, "", CodeRefused},
		{"file:///etc/passwd", base, "", CodeRefused},
		{"http:///x", base, "", CodeRefused},
		{"http://%zz/", base, "", CodeRefused},
		{"x" + strings.Repeat("y", maxAddress), base, "", CodeRefused},
	} {
		got, err := Resolve(c.address, c.base)
		if got != c.want || c.code != "" && !fault.HasCode(err, c.code) || c.code == "" && err != nil {
			t.Errorf("%.40q: %q, %v", c.address, got, err)
		}
	}
}
