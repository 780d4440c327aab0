package presence

import (
	"slices"
	"testing"
)

func TestFoldsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	rows := []row{
		{person{"a", "ann"}, 1_700_000_000_000, 1_700_000_009_999, false}, {person{"", ""}, -1, 0, true}, {person{"直播", "b\x00"}, 1, 2, false},
	}
	text := encode(rows)
	read := func(text []byte) (got []row, err error) {
		err = decode(text, func(r row) { got = append(got, r) })
		return got, err
	}
	if got, err := read(text); err != nil || !slices.Equal(got, rows) {
		t.Errorf("read %v, %v", got, err)
	}
	whole := 0
	for end := range text {
		got, err := read(text[:end])
		if err == nil {
			whole++
		}
		if !slices.Equal(got, rows[:len(got)]) {
			t.Errorf("of %d bytes read %v", end, got)
		}
	}
	if whole != len(rows) {
		t.Errorf("%d parts are whole, want those that end with a row", whole)
	}
	if _, err := read([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 'a'}); err == nil {
		t.Error("a text of any length was read")
	}
}
