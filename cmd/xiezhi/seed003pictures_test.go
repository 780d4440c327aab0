package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// gallery003 is where the app's pictures lie, /WIDTH.png, and its detector,
// which knows them by their width (docs/protocols/detector.md).
type gallery003 struct {
	url string

	mu    sync.Mutex
	holds chan struct{} // what /held.png waits for; nil for nothing
	held  int           // how often it was begun
}

// What the detector makes of a picture that is so wide.
const (
	violation003 = 101
	harmless003  = 102
	unsure003    = 103
	failing003   = 104
	hanging003   = 105
)

func newGallery003(t *testing.T) *gallery003 {
	t.Helper()
	g := &gallery003{}
	over := make(chan struct{})
	routes := http.NewServeMux()
	routes.HandleFunc("POST /detector", func(w http.ResponseWriter, r *http.Request) { g.detect(w, r, over) })
	routes.HandleFunc("GET /held.png", func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		g.held++
		holds := g.holds
		g.mu.Unlock()
		if holds != nil {
			select {
			case <-holds:
			case <-r.Context().Done():
			}
		}
		_, _ = w.Write(picture003(unsure003))
	})
	routes.HandleFunc("GET /page.png", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write([]byte("<html><body>no picture</body></html>"))
	})
	routes.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		var wide int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d.png", &wide); err != nil {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(picture003(wide))
	})
	server := httptest.NewServer(routes)
	t.Cleanup(func() { close(over); server.Close() })
	g.url = server.URL
	return g
}

func (g *gallery003) detect(w http.ResponseWriter, r *http.Request, over <-chan struct{}) {
	var asked struct {
		ID, App, Picture string
		Width            int
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.ID == "" || asked.App != "live" || asked.Picture == "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	switch asked.Width {
	case violation003:
		_, _ = fmt.Fprint(w, `{"label":"porn","score":0.98,"findings":[]}`)
	case harmless003:
		_, _ = fmt.Fprint(w, `{"label":"pass","score":0.99}`)
	case failing003:
		w.WriteHeader(http.StatusInternalServerError)
	case hanging003:
		select {
		case <-over:
		case <-r.Context().Done():
		}
	default:
		_, _ = fmt.Fprint(w, `{"label":"ad","score":0.3}`)
	}
}

// picture003 is a picture of its own for each width.
func picture003(wide int) []byte {
	picture := image.NewGray(image.Rect(0, 0, wide, 80))
	seed := uint32(wide)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for range 40 {
		x, y, across, down, shade := next(wide), next(80), next(40), next(30), uint8(next(256))
		for i := x; i < x+across; i++ {
			for j := y; j < y+down; j++ {
				picture.SetGray(i, j, color.Gray{Y: shade})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func (p *seed003) picture(t *testing.T, address string) string {
	t.Helper()
	line := line003("painter", address)
	line["message_type"] = 3
	return p.says(t, packet003(pictureApp, pictureKey, line), 1004, 0, "")
}

// later003 is next003 of what is looked at before it becomes a case.
func (p *seed003) later003(t *testing.T, c *client, dataID, user string) (r *reported) {
	t.Helper()
	eventually(t, 60*time.Second, "a case of "+dataID, func() bool {
		r = next(t, c, "")
		return r != nil
	})
	p.is003(t, r, dataID, user)
	return r
}

// pictures are answered by the app's detector, or go to a person who is told
// why; their callbacks have the global address.
func (p *seed003) pictures(t *testing.T) {
	address := func(wide int) string { return fmt.Sprintf("%s/%d.png", p.gallery.url, wide) }
	for wide, result := range map[int]string{violation003: "0", harmless003: "1"} {
		p.global.hears(t, p.picture(t, address(wide)), map[string]string{"appId": pictureApp, "type": "2", "content": address(wide), "result": result})
	}
	c := p.reviewer(t)
	for _, test := range []struct{ address, why, result string }{
		{address(unsure003), "not sure", "1"}, {address(failing003), "500", "0"}, {address(hanging003), "no full answer in time", "1"},
		{p.gallery.url + "/page.png", "no picture", "0"}, {p.gallery.url + "/missing.png", "404", "1"},
		{"http://10.0.0.1/1.png", "not fetched from", "1"}, {"javascript:alert(1)", "only http and https", "0"},
	} {
		dataID := p.picture(t, test.address)
		r := p.later003(t, c, dataID, "painter")
		if !strings.Contains(r.Memo, test.why) || strings.HasPrefix(fmt.Sprint(r.Msgs[0]["url"]), "javascript") {
			t.Errorf("%s: the case shows %+v", test.address, r)
		}
		var answer envelope
		if test.result == "1" {
			answer = c.form(http.MethodPost, "/pass", r.parameters())
		} else {
			answer = c.form(http.MethodPost, "/punish", r.punishment(2, 103, 2))
		}
		if !answer.ok() {
			t.Fatalf("%s: %s", test.address, answer)
		}
		p.global.hears(t, dataID, map[string]string{"appId": pictureApp, "type": "2", "content": test.address, "result": test.result})
	}
}

// killed has the server killed while it fetches a picture: the next one looks
// at it again, and it becomes one case.
func (p *seed003) killed(t *testing.T) {
	holds := make(chan struct{})
	p.gallery.mu.Lock()
	p.gallery.holds = holds
	p.gallery.mu.Unlock()
	dataID := p.picture(t, p.gallery.url+"/held.png")
	begun := func() int {
		p.gallery.mu.Lock()
		defer p.gallery.mu.Unlock()
		return p.gallery.held
	}
	eventually(t, 30*time.Second, "the picture is fetched", func() bool { return begun() == 1 })
	p.server.kill()
	close(holds)
	p.server.start()
	c := p.reviewer(t)
	r := p.later003(t, c, dataID, "painter")
	if answer := c.form(http.MethodPost, "/pass", r.parameters()); !answer.ok() || begun() != 2 {
		t.Fatalf("fetched %d times, %s", begun(), answer)
	}
	if again := next(t, c, ""); again != nil {
		t.Errorf("another case: %+v", again)
	}
	p.global.hears(t, dataID, map[string]string{"appId": pictureApp, "type": "2", "content": p.gallery.url + "/held.png", "result": "1"})
}
