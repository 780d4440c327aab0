package wire

import (
	"bytes"
	"strings"
)

// maxPairs bounds a urlencoded form, as net/url does.
const maxPairs = 10_000

// fields are a form's, in their order: so few that a list is looked through faster
// than a map is made.
type fields []field

type field struct{ name, value string }

func (f fields) find(name string) (string, bool) {
	for i := range f {
		if f[i].name == name {
			return f[i].value, true
		}
	}
	return "", false
}

func (f fields) check() error {
	for i := range f {
		if err := checkValue(f[i].name, f[i].value); err != nil {
			return err
		}
	}
	return nil
}

// parseForm reads a urlencoded form, and reports false where it is none. It takes
// what url.ParseQuery takes without an error (FuzzParseForm). The names and values
// are parts of one string; of the body it keeps nothing.
func parseForm(body []byte) (fields, bool) {
	pairs := bytes.Count(body, []byte{'&'}) + 1
	if pairs > maxPairs {
		return nil, false
	}
	form := make(fields, 0, pairs)
	var plain strings.Builder
	plain.Grow(len(body)) // and never more, so that its parts stay where they are
	for len(body) > 0 {
		var pair []byte
		pair, body, _ = bytes.Cut(body, []byte{'&'})
		if len(pair) == 0 {
			continue
		}
		if bytes.IndexByte(pair, ';') >= 0 {
			return nil, false
		}
		name, value, _ := bytes.Cut(pair, []byte{'='})
		begin := plain.Len()
		if !unescape(&plain, name) {
			return nil, false
		}
		between := plain.Len()
		if !unescape(&plain, value) {
			return nil, false
		}
		text := plain.String()
		form = append(form, field{text[begin:between], text[between:]})
	}
	return form, true
}

// unescape undoes the encoding of a name or a value, and reports false where a
// percent sign is followed by anything but two hex digits.
func unescape(plain *strings.Builder, text []byte) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '+':
			plain.WriteByte(' ')
		case '%':
			if i+2 >= len(text) {
				return false
			}
			high, low := hexDigits[text[i+1]], hexDigits[text[i+2]]
			if high|low > 15 {
				return false
			}
			plain.WriteByte(high<<4 | low)
			i += 2
		default:
			plain.WriteByte(c)
		}
	}
	return true
}

// hexDigits are what each byte means as a hex digit; 16 for none.
var hexDigits = func() (digits [256]byte) {
	for i := range digits {
		digits[i] = 16
	}
	for i, c := range "0123456789abcdef" {
		digits[c] = byte(i)
	}
	for i, c := range "ABCDEF" {
		digits[c] = byte(10 + i)
	}
	return digits
}()
