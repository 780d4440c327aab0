package sqlstore

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
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

func TestMostLinesAreClean(t *testing.T) {
	t.Parallel()
	decision := policy.Decide(policy.Defaults(), policy.Context{Repeats: 1}, nil)
	record := screen.Record{App: "live", Context: policy.Context{Repeats: 1}, Answer: screen.Answer{Checked: true, Outcome: decision.Outcome, Label: decision.Label, Score: decision.Score}}
	row, err := lineRow(record)
	if err != nil {
		t.Fatal(err)
	}
	if _, clean := cleanLine(row); !clean {
		t.Errorf("%+v is not clean", row)
	}
	row.CaseID = 1
	if _, clean := cleanLine(row); clean {
		t.Error("a message with a case is clean")
	}
}
