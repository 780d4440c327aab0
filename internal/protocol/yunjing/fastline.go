package yunjing

import (
	"encoding/json"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quickLine reads json_data as senders write it: an object with the contract's
// names, each once, and strings for values. It reports false where there is
// anything else, right or wrong: encoding/json then says what it is. What it
// takes it takes as encoding/json does (FuzzLine).
func quickLine(data string) (lineBody, bool) {
	s := jsonText{rest: data}
	var body lineBody
	var required struct {
		values      [6]string
		messageType json.RawMessage
	}
	seen := 0
	if !s.take('{') {
		return body, false
	}
	for first := true; first || s.take(','); first = false {
		name, ok := s.text()
		if !ok || !s.take(':') {
			return body, false
		}
		place, known := places[name]
		if !known || seen&(1<<place) != 0 {
			return body, false
		}
		seen |= 1 << place
		if place == placeOfType {
			if required.messageType, ok = s.numberOrText(); !ok {
				return body, false
			}
			body.MessageType = &required.messageType
			continue
		}
		value, ok := s.text()
		if !ok {
			return body, false
		}
		if place < len(required.values) {
			required.values[place] = value
			*body.required(place) = &required.values[place]
		} else {
			*body.optional(place) = value
		}
	}
	return body, s.take('}') && s.ended() && utf8.ValidString(data)
}

// places are the fields: those that must be there, the type, those that may.
var places = map[string]int{
	"anchor_id": 0, "live_id": 1, "msg_time": 2, "ip_address": 3, "user_id": 4, "msg_content": 5,
	"message_type": placeOfType, "nick_name": 7, "star_level": 8, "manchine_code": 9, "imei": 10,
}

const placeOfType = 6

func (b *lineBody) required(place int) **string {
	return [...]**string{&b.AnchorID, &b.LiveID, &b.MsgTime, &b.IPAddress, &b.UserID, &b.MsgContent}[place]
}

func (b *lineBody) optional(place int) *string {
	return [...]*string{&b.NickName, &b.StarLevel, &b.MachineCode, &b.IMEI}[place-placeOfType-1]
}

// jsonText is what is left of a text of JSON.
type jsonText struct{ rest string }

func (s *jsonText) skip() {
	for len(s.rest) > 0 && (s.rest[0] == ' ' || s.rest[0] == '\t' || s.rest[0] == '\n' || s.rest[0] == '\r') {
		s.rest = s.rest[1:]
	}
}

func (s *jsonText) ended() bool {
	s.skip()
	return s.rest == ""
}

func (s *jsonText) take(sign byte) bool {
	s.skip()
	if len(s.rest) == 0 || s.rest[0] != sign {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// text takes a string. One without escapes is a part of the whole.
func (s *jsonText) text() (string, bool) {
	if !s.take('"') {
		return "", false
	}
	for i := range len(s.rest) {
		switch c := s.rest[i]; {
		case c == '"':
			text := s.rest[:i]
			s.rest = s.rest[i+1:]
			return text, true
		case c == '\\':
			return s.escaped(i)
		case c < ' ':
			return "", false
		}
	}
	return "", false
}

// escaped takes a string whose first escape is at i.
func (s *jsonText) escaped(i int) (string, bool) {
	text := make([]byte, i, len(s.rest))
	copy(text, s.rest)
	for rest := s.rest[i:]; rest != ""; {
		c := rest[0]
		switch {
		case c == '"':
			s.rest = rest[1:]
			return string(text), true
		case c < ' ':
			return "", false
		case c != '\\':
			text, rest = append(text, c), rest[1:]
			continue
		}
		r, size := escape(rest)
		if size == 0 {
			return "", false
		}
		text, rest = utf8.AppendRune(text, r), rest[size:]
	}
	return "", false
}

// escape is the letter of an escape that rest begins with, and the escape's
// length; 0 where it is none, or half a pair.
func escape(rest string) (r rune, size int) {
	if len(rest) < 2 {
		return 0, 0
	}
	if at := strings.IndexByte(`"\/bfnrt`, rest[1]); at >= 0 {
		return rune("\"\\/\b\f\n\r\t"[at]), 2
	}
	r, ok := hexRune(rest)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	low, ok := hexRune(rest[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

// hexRune is the letter of \uXXXX.
func hexRune(text string) (r rune, ok bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	for _, c := range []byte(text[2:6]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// numberOrText takes what a sender's message_type may be: a number of few digits,
// or a string of them.
func (s *jsonText) numberOrText() (json.RawMessage, bool) {
	s.skip()
	whole := s.rest
	quoted := s.take('"')
	digits := s.rest
	for len(s.rest) > 0 && s.rest[0] >= '0' && s.rest[0] <= '9' {
		s.rest = s.rest[1:]
	}
	count := len(digits) - len(s.rest)
	if count == 0 || count > 9 || count > 1 && digits[0] == '0' || quoted && !s.take('"') {
		return nil, false
	}
	return json.RawMessage(whole[:len(whole)-len(s.rest)]), true
}
