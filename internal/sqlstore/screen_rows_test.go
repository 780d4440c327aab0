package sqlstore

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
)

func TestContextIsWrittenAsEver(t *testing.T) {
	t.Parallel()
	line := content.Line{Type: content.ForwardLine}
	for _, c := range []policy.Context{
		{Repeats: 1}, {Type: content.ForwardLine, Repeats: 1}, {Type: content.ForwardLine, Repeats: 12345},
		{Type: content.ForwardLine, Risk: true}, {Type: content.ForwardLine, Repeats: 2, Near: 1},
	} {
		want, err := encode(c)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := encodeContext(c, line); err != nil || got != want {
			t.Errorf("%+v: %s, %v; want %s", c, got, err, want)
		}
	}
	for _, c := range []policy.Context{{}, said(line)} {
		if got, err := encodeContext(c, line); err != nil || got != "" {
			t.Errorf("%+v: %s, %v", c, got, err)
		}
	}
}
