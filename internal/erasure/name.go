package erasure

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Named reports whether a user's id stands in a text by itself, and not as a
// part of a longer word or number.
func Named(text, user string) bool { return Renamed(text, user, "") != text }

// Renamed is a text with another name wherever the user's id stands in it by
// itself; in JSON only within its strings, for numbers are nobody's id.
func Renamed(text, user, name string) string {
	if user == "" || !strings.Contains(text, user) {
		return text
	}
	if text[0] != '{' && text[0] != '[' || !json.Valid([]byte(text)) {
		return renamed(text, user, name)
	}
	parts := literal.FindAllStringIndex(text, -1)
	var made strings.Builder
	end := 0
	for _, part := range parts {
		made.WriteString(text[end:part[0]])
		made.WriteString(renamed(text[part[0]:part[1]], user, name))
		end = part[1]
	}
	made.WriteString(text[end:])
	return made.String()
}

// literal is a string of JSON.
var literal = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

func renamed(text, user, name string) string {
	var made strings.Builder
	for from := 0; ; {
		at := strings.Index(text[from:], user)
		if at < 0 {
			made.WriteString(text[from:])
			return made.String()
		}
		at += from
		end := at + len(user)
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[end:])
		made.WriteString(text[from:at])
		if wordly(before) || wordly(after) {
			made.WriteString(user)
		} else {
			made.WriteString(name)
		}
		from = end
	}
}

// wordly letters belong to a longer word: those of the Latin alphabets and
// digits. An id between Chinese words stands by itself.
func wordly(letter rune) bool {
	return letter < 0x250 && (unicode.IsLetter(letter) || unicode.IsDigit(letter))
}
