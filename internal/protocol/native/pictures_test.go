package native

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// newPictures makes the room that looks at pictures, on loopback.
func newPictures(w *world, apps pictures.Apps, banks *pictures.Banks, words screen.Finder, log *slog.Logger) *pictures.Service {
	client := egress.New(egress.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	kept, err := media.New(media.Options{Dir: filepath.Join(w.TempDir(), "pictures"), Now: time.Now, Client: client})
	w.must(err)
	return pictures.NewService(pictures.Options{
		Store: w.store, Banks: banks, Media: kept, Apps: apps, Caller: client, Judge: screen.Judge{Finders: []screen.Finder{words}},
		Thresholds: func(string) policy.Thresholds { return policy.Defaults() }, Now: w.clock.now, Log: log,
	})
}

// blots is a picture, another for each seed.
func blots(t testing.TB, seed uint32) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 256, 192))
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for range 40 {
		x, y, wide, high, shade := next(256), next(192), next(90), next(70), uint8(next(256))
		for i := x; i < x+wide; i++ {
			for j := y; j < y+high; j++ {
				picture.SetGray(i, j, color.Gray{Y: shade})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func base(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

// pictures tries what there is about pictures.
func (c *client) pictures() {
	bad := c.number(c.call("supervisor", "add-bank", given{"name": "裸照", "kind": "banned", "label": "porn"}), "id")
	good := c.number(c.call("admin", "add-bank", given{"name": "标志", "app": "live", "kind": "good"}), "id")
	bank := given{"id": bad}
	entry := c.call("supervisor", "add-bank-entry", bank.with("picture", base(blots(c, 1))).with("note", "样本"))
	c.call(c.token("supervisor", staff.WordsWrite), "add-bank-entry", bank.with("picture", base(blots(c, 2))))
	c.call("supervisor", "add-bank-entry", given{"id": good, "picture": base(blots(c, 3))})
	first := c.call("reviewer", "list-bank-entries", bank.with("limit", 1))
	rest := c.call("auditor", "list-bank-entries", bank.with("cursor", c.text(first, "next")))
	if c.text(rest, "items.0.hash") != c.text(entry, "hash") || c.text(rest, "items.0.note") != "样本" {
		c.Errorf("the entries are %v and %v", first, rest)
	}
	denied := c.call("reviewer", "try-picture", given{"app": "live", "picture": base(blots(c, 1))})
	if c.text(denied, "matches.0.bank.name") != "裸照" || c.number(denied, "matches.0.distance") > 4 || c.text(denied, "decision.outcome") != "deny" || c.text(denied, "decision.label") != "porn" {
		c.Errorf("a banned one: %v", denied)
	}
	if passed := c.call("reviewer", "try-picture", given{"app": "live", "picture": base(blots(c, 3))}); c.text(passed, "decision.outcome") != "pass" {
		c.Errorf("a good one: %v", passed)
	}
	if unknown := c.call("reviewer", "try-picture", given{"picture": base(blots(c, 3))}); c.text(unknown, "decision.outcome") != "review" || len(unknown["matches"].([]any)) != 0 {
		c.Errorf("another app's: %v", unknown)
	}
	c.call("supervisor", "delete-bank-entry", bank.with("entry", c.number(entry, "id")))
	c.call("supervisor", "delete-bank", bank)
	if banks := c.call("auditor", "list-banks", nil); len(banks["items"].([]any)) != 1 || c.number(banks, "items.0.entries") != 1 || c.text(banks, "items.0.label") != "pass" {
		c.Errorf("the banks are %v", banks)
	}
}

// A reviewer puts the picture of a case into a bank, and nothing else.
func TestPicturesOfCases(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	platform := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bad.png":
			_, _ = out.Write(blots(t, 1))
		case "/plain.png":
			var white bytes.Buffer
			_ = png.Encode(&white, image.NewGray(image.Rect(0, 0, 90, 90)))
			_, _ = out.Write(white.Bytes())
		default:
			_, _ = io.WriteString(out, "<html>")
		}
	}))
	t.Cleanup(platform.Close)
	app := c.token("app live", staff.ReportsWrite)
	reported := func(path string) int64 {
		return c.number(c.call(app, "submit-report", given{"mod": 11, "reporter": "1", "accused": "2", "messages": []map[string]any{
			{"type": "picture", "id": "m" + path, "sender_id": "2", "url": platform.URL + path},
		}}), "case_id")
	}
	shared := given{"id": c.number(c.call("supervisor", "add-bank", given{"name": "a", "kind": "banned", "label": "porn"}), "id")}
	others := given{"id": c.number(c.call("supervisor", "add-bank", given{"name": "b", "app": "other", "kind": "banned", "label": "porn"}), "id")}
	caseID := reported("/bad.png")
	added := c.call("reviewer", "add-bank-entry", shared.with("case_id", caseID).with("n", 0))
	if c.number(added, "case_id") != caseID {
		t.Errorf("%v", added)
	}
	again := c.call("supervisor", "add-bank-entry", shared.with("case_id", caseID).with("n", 0))
	if c.number(again, "id") != c.number(added, "id") {
		t.Errorf("%v, then %v", added, again)
	}
	for name, test := range map[string]struct {
		who    string
		given  given
		status int
		code   string
	}{
		"bytes by a reviewer":    {"reviewer", shared.with("picture", base(blots(t, 2))), http.StatusForbidden, "forbidden"},
		"neither":                {"supervisor", shared, http.StatusBadRequest, "invalid"},
		"both":                   {"supervisor", shared.with("case_id", caseID).with("picture", base(blots(t, 2))), http.StatusBadRequest, "invalid"},
		"no such message":        {"reviewer", shared.with("case_id", caseID).with("n", 7), http.StatusBadRequest, "invalid"},
		"no such case":           {"reviewer", shared.with("case_id", 99999), http.StatusNotFound, "not_found"},
		"no such bank":           {"reviewer", given{"id": 99999, "case_id": caseID}, http.StatusNotFound, "not_found"},
		"another app's bank":     {"reviewer", others.with("case_id", caseID), http.StatusBadRequest, "invalid"},
		"no picture":             {"supervisor", shared.with("picture", base([]byte("<html>"))), http.StatusBadRequest, media.CodeType},
		"a picture of nothing":   {"reviewer", shared.with("case_id", reported("/plain.png")), http.StatusBadRequest, pictures.CodePlain},
		"a case without a file":  {"reviewer", shared.with("case_id", reported("/page.png")), http.StatusBadRequest, media.CodeType},
		"a bank without a label": {"", given{}, 0, ""},
	} {
		if test.status == 0 {
			w.wantProblem(c.try("supervisor", "add-bank", given{"name": "c", "kind": "banned"}), http.StatusBadRequest, "invalid")
			continue
		}
		if r := c.try(test.who, "add-bank-entry", test.given); r.status != test.status || !strings.Contains(r.body, `"`+test.code+`"`) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	w.wantProblem(c.try("supervisor", "try-picture", given{"app": "nobody", "picture": base(blots(t, 1))}), http.StatusBadRequest, "invalid")
	w.wantProblem(c.try("supervisor", "try-picture", given{"picture": base(make([]byte, media.PictureLimit+1))}), http.StatusRequestEntityTooLarge, media.CodeTooLarge)
}
