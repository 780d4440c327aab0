package learn

import (
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

// Example is a line that people judged.
type Example struct {
	classify.Example
	Scene string // what kind of line it is; empty where nobody knows
}

// distinct leaves one example of what folds to the same, at the place of the
// first, judged as the last was: a wave of one text must not stand on both sides of
// a report.
func distinct(examples []Example) []Example {
	at := make(map[string]int, len(examples))
	once := make([]Example, 0, len(examples))
	var f normalize.Folded
	var key []byte
	for _, e := range examples {
		f.Set(e.Text)
		key = key[:0]
		for _, code := range f.Codes() {
			key = append(key, byte(code), byte(code>>8))
		}
		if len(key) == 0 {
			continue
		}
		if i, known := at[string(key)]; known {
			once[i].Violation = e.Violation
			continue
		}
		at[string(key)] = len(once)
		once = append(once, e)
	}
	return once
}

// plain are the examples without their scenes.
func plain(examples []Example) []classify.Example {
	bare := make([]classify.Example, len(examples))
	for i, e := range examples {
		bare[i] = e.Example
	}
	return bare
}

func violationsIn(examples []Example) int {
	n := 0
	for _, e := range examples {
		if e.Violation {
			n++
		}
	}
	return n
}
