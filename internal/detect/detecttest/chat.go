package detecttest

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// Chat makes n messages of 5 to 100 characters (28 on average, 62 bytes): pieces of
// Chinese comments, of English text messages, and of both with a number
// between, some with a picture at the end. A seed always makes the same.
func Chat(n int, seed uint64) []string {
	c := chatter{rand.New(rand.NewPCG(seed, 0)), runesOf(Benign()), runesOf(English())}
	messages := make([]string, 0, n)
	for len(messages) < n {
		if m := c.message(); len(m) >= 5 && len(m) <= 100 {
			messages = append(messages, string(m))
		}
	}
	return messages
}

type chatter struct {
	random  *rand.Rand
	chinese [][]rune
	english [][]rune
}

var pictures = [][]rune{[]rune("😂"), []rune("😊"), []rune("🐴"), []rune("🔥"), []rune("👍🏽"), []rune("❤️"), []rune("🤣")}

func runesOf(lines []string) [][]rune {
	runes := make([][]rune, len(lines))
	for i, line := range lines {
		runes[i] = []rune(line)
	}
	return runes
}

func (c chatter) message() []rune {
	length := int(min(100, max(5, math.Exp(3.2+0.7*c.random.NormFloat64()))))
	var m []rune
	switch kind := c.random.Float64(); {
	case kind < 0.45:
		m = c.piece(c.chinese, length)
	case kind < 0.85:
		m = append(c.piece(c.chinese, length/3+1), ' ')
		m = append(m, c.piece(c.english, length/3+1)...)
		m = append(m, []rune(strconv.Itoa(c.random.IntN(10000)))...)
		m = append(m, c.piece(c.chinese, length/3+1)...)
	default:
		m = c.piece(c.english, length)
	}
	if c.random.Float64() < 0.15 {
		m = append(m, pictures[c.random.IntN(len(pictures))]...)
	}
	return m
}

// piece is a copy of at most n runes of a line.
func (c chatter) piece(lines [][]rune, n int) []rune {
	line := lines[c.random.IntN(len(lines))]
	if len(line) > n {
		at := c.random.IntN(len(line) - n + 1)
		line = line[at : at+n]
	}
	return append([]rune(nil), line...)
}
