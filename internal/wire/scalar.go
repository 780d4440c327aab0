package wire

import (
	"encoding/json"
	"reflect"
	"strconv"
)

// Text is a string of a foreign document. A number or a bool where a string
// belongs is kept by its literal, because senders mix them up; null is empty.
type Text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *Text) UnmarshalJSON(literal []byte) error {
	switch literal[0] {
	case 'n':
		*t = ""
	case '"':
		return json.Unmarshal(literal, (*string)(t))
	case '{', '[':
		return wrongType(literal, t)
	default:
		*t = Text(literal)
	}
	return nil
}

// Int is a whole number of a foreign document, written as a number or as a
// string of digits. A fraction, an exponent and what does not fit in 64 bits
// are refused; null is 0.
type Int int64

// UnmarshalJSON implements json.Unmarshaler.
func (i *Int) UnmarshalJSON(literal []byte) error {
	if literal[0] == 'n' {
		*i = 0
		return nil
	}
	digits := string(literal)
	if literal[0] == '"' {
		if err := json.Unmarshal(literal, &digits); err != nil {
			return err
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return wrongType(literal, i)
	}
	*i = Int(n)
	return nil
}

// wrongType is the error to which encoding/json adds the field's name.
func wrongType(literal []byte, into any) error {
	value := "string"
	switch literal[0] {
	case '{':
		value = "object"
	case '[':
		value = "array"
	case 't', 'f':
		value = "bool"
	case '"':
	default:
		value = "number"
	}
	return &json.UnmarshalTypeError{Value: value, Type: reflect.TypeOf(into).Elem()}
}
