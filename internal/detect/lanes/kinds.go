package lanes

import (
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

// maxAlike is how many characters are at most taken for one another: likeness
// is passed on, and in the end everything is like everything.
const maxAlike = 6

// readShapes gives all the characters of a kind the code of one of them; a
// character that is like no other has its own.
func readShapes(t *tables) *[0x10000]uint16 {
	k := kinds{parent: map[uint16]uint16{}, size: map[uint16]int{}}
	eachLine("data/unicode/confusables-han.txt.gz", func(line string) {
		// 万: ['丌', '刃']
		from, to, ok := strings.Cut(line, ": ")
		if !ok {
			return
		}
		for _, other := range strings.FieldsFunc(to, func(r rune) bool { return strings.ContainsRune("[]', ", r) }) {
			k.join(t, from, other)
		}
	})
	shape := new([0x10000]uint16)
	for code := range t.sound {
		if t.sound[code] != 0 {
			shape[code] = k.of(uint16(code))
		}
	}
	return shape
}

// kinds is a forest of characters that look alike.
type kinds struct {
	parent map[uint16]uint16
	size   map[uint16]int // of the roots that have children
}

func (k *kinds) of(code uint16) uint16 {
	for {
		up, ok := k.parent[code]
		if !ok {
			return code
		}
		code = up
	}
}

// join makes one kind of two common characters', if it does not get too large.
func (k *kinds) join(t *tables, a, b string) {
	one, two := single(a), single(b)
	if one == 0 || two == 0 || t.sound[one] == 0 || t.sound[two] == 0 {
		return
	}
	one, two = k.of(one), k.of(two)
	size := max(k.size[one], 1) + max(k.size[two], 1)
	if one != two && size <= maxAlike {
		k.parent[two] = one
		k.size[one] = size
	}
}

// single is the code of a text of one character, else 0.
func single(text string) uint16 {
	runes := []rune(text)
	if len(runes) != 1 {
		return 0
	}
	code, _ := normalize.Rune(runes[0])
	return code
}
