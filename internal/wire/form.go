package wire

import (
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
// what url.ParseQuery takes without an error (FuzzParseForm).
func parseForm(text string) (fields, bool) {
	pairs := strings.Count(text, "&") + 1
	if pairs > maxPairs {
		return nil, false
	}
	form := make(fields, 0, pairs)
	for text != "" {
		var pair string
		pair, text, _ = strings.Cut(text, "&")
		if pair == "" {
			continue
		}
		if strings.IndexByte(pair, ';') >= 0 {
			return nil, false
		}
		name, value, _ := strings.Cut(pair, "=")
		name, named := unescape(name)
		value, valued := unescape(value)
		if !named || !valued {
			return nil, false
		}
		form = append(form, field{name, value})
	}
	return form, true
}

// unescape undoes the encoding of a name or a value, and reports false where a
// percent sign is followed by anything but two hex digits.
func unescape(text string) (string, bool) {
	escapes := strings.Count(text, "%")
	if escapes == 0 && strings.IndexByte(text, '+') < 0 {
		return text, true
	}
	if len(text) < 3*escapes {
		return "", false
	}
	plain := make([]byte, 0, len(text)-2*escapes)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '+':
			plain = append(plain, ' ')
		case '%':
			if i+2 >= len(text) {
				return "", false
			}
			high, low := hexDigits[text[i+1]], hexDigits[text[i+2]]
			if high|low > 15 {
				return "", false
			}
			plain = append(plain, high<<4|low)
			i += 2
		default:
			plain = append(plain, c)
		}
	}
	return string(plain), true
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
