package wire

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

type sample struct {
	Name Text `json:"name"`
	N    Int  `json:"n"`
	List []Int
	In   *struct {
		Deep Int `json:"deep"`
	} `json:"in"`
}

func TestDecodeJSONTakesWhatSendersMixUp(t *testing.T) {
	t.Parallel()
	cases := []struct {
		body string
		name Text
		n    Int
	}{
		{`{"name":"张三","n":7}`, "张三", 7},
		{`{"name":10001,"n":"7"}`, "10001", 7},
		{`{"name":10000000000000000000001,"n":-1}`, "10000000000000000000001", -1},
		{`{"name":true}`, "true", 0},
		{`{"name":null,"n":null}`, "", 0},
		{`{"name":"a","unknown":{"x":[1]}}`, "a", 0},
		{" \n{\"name\":\"a\"}\n ", "a", 0},
	}
	for _, c := range cases {
		var got sample
		if err := DecodeJSON([]byte(c.body), &got); err != nil {
			t.Errorf("%s: %v", c.body, err)
		}
		if got.Name != c.name || got.N != c.n {
			t.Errorf("%s: got %q %d", c.body, got.Name, got.N)
		}
	}
}

func TestDecodeJSONNamesTheField(t *testing.T) {
	t.Parallel()
	cases := []struct{ body, field string }{
		{``, "body"},
		{`nonsense`, "body"},
		{`{"name":"a"} x`, "body"},
		{`{"name":"a"}{}`, "body"},
		{`[1]`, "body"},
		{"{\"name\":\"\xff\"}", "body"},
		{`{"name":{"a":1}}`, "name"},
		{`{"name":["a"]}`, "name"},
		{`{"n":1.5}`, "n"},
		{`{"n":1e3}`, "n"},
		{`{"n":"1.5"}`, "n"},
		{`{"n":""}`, "n"},
		{`{"n":true}`, "n"},
		{`{"n":{}}`, "n"},
		{`{"n":9223372036854775808}`, "n"},
		{`{"n":"99999999999999999999"}`, "n"},
		{`{"in":{"deep":"x"}}`, "in.deep"},
		{`{"in":[]}`, "in"},
		{`{"List":3}`, "List"},
		{`{"n":` + strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth) + `}`, "body"},
	}
	for _, c := range cases {
		err := DecodeJSON([]byte(c.body), &sample{})
		if !fault.Is(err, fault.Invalid) || fault.As(err).Field != c.field {
			t.Errorf("%.60s: got %v, want Invalid about %q", c.body, err, c.field)
		}
	}
}

func TestDepthIsCountedOutsideStrings(t *testing.T) {
	t.Parallel()
	deepest := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	cases := []struct {
		body string
		deep bool
	}{
		{deepest, false},
		{"[" + deepest + "]", true},
		{`"` + strings.Repeat("[", 100) + `"`, false},
		{`"\"` + strings.Repeat("[", 100) + `"`, false},
		{`"\\"` + strings.Repeat("[", 100), true},
		{strings.Repeat("[]", 100), false},
	}
	for _, c := range cases {
		if got := tooDeep([]byte(c.body)); got != c.deep {
			t.Errorf("%.50s: too deep is %v", c.body, got)
		}
	}
}

func TestReadJSONBoundsTheBody(t *testing.T) {
	t.Parallel()
	body := `{"name":"` + strings.Repeat("a", 100) + `"}`
	read := func(limit int) error {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		return ReadJSON(httptest.NewRecorder(), r, int64(limit), &sample{})
	}
	if err := read(len(body)); err != nil {
		t.Error(err)
	}
	if err := read(len(body) - 1); !fault.Is(err, fault.TooLarge) {
		t.Errorf("got %v, want TooLarge", err)
	}
	broken := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader("{"), failing{}))
	if err := ReadJSON(httptest.NewRecorder(), broken, 1<<20, &sample{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a body that breaks off: %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestSizeIsForPeople(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{1 << 20: "1 MiB", 64 << 10: "64 KiB", 100: "100 bytes"} {
		if got := size(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestWriteJSON(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	WriteJSON(w, http.StatusConflict, map[string]string{"url": "http://a/?x=1&y=<2>"})
	if got := w.Body.String(); got != `{"url":"http://a/?x=1&y=<2>"}`+"\n" {
		t.Errorf("body %q", got)
	}
	want := map[string]string{"Content-Type": "application/json; charset=utf-8", "Content-Length": "30", "Cache-Control": "no-store"}
	for name, value := range want {
		if got := w.Header().Get(name); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	if w.Code != http.StatusConflict {
		t.Errorf("status %d", w.Code)
	}
}

// A body is either refused with an Invalid fault, or it is JSON whose values
// survive a round.
func FuzzDecodeJSON(f *testing.F) {
	for _, seed := range []string{`{"name":1,"n":"2","List":["1",2]}`, `{"in":{"deep":1}}`, `[[[[`, `"\"`, `{"n":1e999}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got sample
		err := DecodeJSON(body, &got)
		if err != nil {
			if !fault.Is(err, fault.Invalid) || fault.As(err).Field == "" {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		if !json.Valid(body) {
			t.Fatalf("took %q, which is no JSON", body)
		}
	})
}
