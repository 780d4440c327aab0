package wire

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
)

const urlencoded = "application/x-www-form-urlencoded"

func read(method, target, contentType, body string, limit int64) (Params, error) {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return ReadParams(httptest.NewRecorder(), r, limit)
}

func TestParamsMeetFromEverywhere(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		params, err := read(method, "/?a=query&b=2&e=full", urlencoded, "a=form&c=%E5%BC%A0&e=", 100)
		if err != nil {
			t.Fatal(method, err)
		}
		for name, want := range map[string]string{"a": "form", "b": "2", "c": "张", "d": "", "e": ""} {
			if got := params.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", method, name, got, want)
			}
		}
		if params.Has("d") || !params.Has("e") || !params.Has("b") {
			t.Errorf("%s: what was given and what was not is mixed up", method)
		}
	}
}

func TestParamsWithoutContentTypeAreAForm(t *testing.T) {
	t.Parallel()
	params, err := read(http.MethodPost, "/", "", "a=1", 100)
	if err != nil || params.Get("a") != "1" {
		t.Errorf("got %q, %v", params.Get("a"), err)
	}
}

func TestOtherBodiesHaveNoFields(t *testing.T) {
	t.Parallel()
	params, err := read(http.MethodPost, "/?a=1", "application/json", `{"a":"2"}`, 1)
	if err != nil || params.Get("a") != "1" {
		t.Errorf("got %q, %v", params.Get("a"), err)
	}
}

func multipartForm(t testing.TB, fields map[string]string) (contentType, body string) {
	t.Helper()
	var buffer bytes.Buffer
	writer := multipart.NewWriter(&buffer)
	for name, value := range fields {
		if err := writer.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	file, err := writer.CreateFormFile("upload", "a.png")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.Write([]byte("\x89PNG"))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return writer.FormDataContentType(), buffer.String()
}

func TestMultipartFields(t *testing.T) {
	t.Parallel()
	contentType, body := multipartForm(t, map[string]string{"memo": "加微信", "a": "form"})
	params, err := read(http.MethodPost, "/?a=query", contentType, body, 1<<20)
	if err != nil || params.Get("memo") != "加微信" || params.Get("a") != "form" {
		t.Errorf("got %q %q, %v", params.Get("memo"), params.Get("a"), err)
	}
	if params.Has("upload") {
		t.Error("a file became a parameter")
	}
}

func TestParamsRefusals(t *testing.T) {
	t.Parallel()
	contentType, form := multipartForm(t, nil)
	var many strings.Builder
	many.WriteString("--x\r\n")
	for range maxFields + 1 {
		many.WriteString("Content-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\n")
	}
	cases := []struct {
		name, target, contentType, body string
		kind                            fault.Kind
		field                           string
	}{
		{"bad query", "/?a=%zz", "", "", fault.Invalid, "query"},
		{"bad form", "/", urlencoded, "a=%zz", fault.Invalid, "body"},
		{"semicolons", "/", urlencoded, "a=1;b=2", fault.Invalid, "body"},
		{"long form", "/", urlencoded, "a=" + strings.Repeat("x", 1<<20), fault.TooLarge, "body"},
		{"long multipart", "/", contentType, form + strings.Repeat("x", 1<<20), fault.TooLarge, "body"},
		{"cut multipart", "/", contentType, form[:len(form)/2], fault.Invalid, "body"},
		{"no boundary", "/", "multipart/form-data", form, fault.Invalid, "Content-Type"},
		{"no media type", "/", "//", form, fault.Invalid, "Content-Type"},
		{"many parts", "/", "multipart/form-data; boundary=x", many.String(), fault.Invalid, "body"},
		{"no UTF-8", "/?memo=%ff", "", "", fault.Invalid, "memo"},
		{"NUL", "/", urlencoded, "memo=a%00", fault.Invalid, "memo"},
		{"name no UTF-8", "/?%ff=1", "", "", fault.Invalid, "parameters"},
	}
	for _, c := range cases {
		_, err := read(http.MethodPost, c.target, c.contentType, c.body, 1<<20)
		if !fault.Is(err, c.kind) || fault.As(err).Field != c.field {
			t.Errorf("%s: got %v, want %v about %q", c.name, err, c.kind, c.field)
		}
	}
}

func FuzzReadParams(f *testing.F) {
	f.Add("a=1&b=2", urlencoded, "c=3")
	f.Add("", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--")
	f.Add("%", "", "a=%00")
	f.Fuzz(func(t *testing.T, query, contentType, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", contentType)
		params, err := ReadParams(httptest.NewRecorder(), r, 4096)
		if err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		for _, field := range params.form {
			if value := params.Get(field.name); !utf8.ValidString(value) || strings.Contains(value, "\x00") {
				t.Fatalf("took %q", value)
			}
		}
	})
}

func TestReadQueryLeavesTheBody(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/?a=1", strings.NewReader("a=2"))
	r.Header.Set("Content-Type", urlencoded)
	params, err := ReadQuery(r)
	if err != nil || params.Get("a") != "1" {
		t.Errorf("got %q, %v", params.Get("a"), err)
	}
	if body, err := ReadBody(httptest.NewRecorder(), r, 10); err != nil || string(body) != "a=2" {
		t.Errorf("the body is %q, %v", body, err)
	}
}
