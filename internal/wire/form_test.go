package wire

import (
	"net/url"
	"testing"
)

// A form is taken where url.ParseQuery takes it, with the same fields.
func FuzzParseForm(f *testing.F) {
	for _, text := range []string{"a=1&b=%E5%BC%A0+x&a=2", "a", "=", "&&a=b=c&", "a=%zz", "a=%4", "a;b=1", "a=1;b", "%41=%41", "a=%2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		form, ok := parseForm([]byte(text))
		want, err := url.ParseQuery(text)
		if ok != (err == nil) {
			t.Fatalf("%q: took it is %v, and net/url says %v", text, ok, err)
		}
		if !ok {
			return
		}
		got := url.Values{}
		for _, field := range form {
			got.Add(field.name, field.value)
		}
		if got.Encode() != want.Encode() {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
		for name := range want {
			if value, has := form.find(name); !has || value != want.Get(name) {
				t.Fatalf("%q: %s is %q, want %q", text, name, value, want.Get(name))
			}
		}
	})
}
