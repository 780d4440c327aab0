package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Problem is one thing wrong with a setting, where it stands, and what is
// allowed instead. It is written for the operator who typed it.
type Problem struct {
	Origin  string // "xiezhi.yaml", "XIEZHI_LISTEN" or "--listen"
	Line    int    // 0 where the origin has no lines
	Path    string // for example apps[0].uplus.method; empty for the whole
	Message string
}

// Error implements error: origin:line: path: message.
func (p *Problem) Error() string {
	text := p.Origin
	if p.Line > 0 {
		text = fmt.Sprintf("%s:%d", text, p.Line)
	}
	if p.Path != "" {
		text += ": " + p.Path
	}
	return text + ": " + p.Message
}

// Join makes one error of all problems, in the order of their lines; nil of
// none.
func Join(problems []*Problem) error {
	ordered := slices.Clone(problems)
	slices.SortStableFunc(ordered, func(a, b *Problem) int { return cmp.Compare(a.Line, b.Line) })
	list := make([]error, len(ordered))
	for i, p := range ordered {
		list[i] = p
	}
	return errors.Join(list...)
}
