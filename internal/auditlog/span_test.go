package auditlog

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// TestALongChainIsVerifiedInSpans goes on where it was told to, to the end.
func TestALongChainIsVerifiedInSpans(t *testing.T) {
	t.Parallel()
	const size = 2*MaxSpan + 7
	s := newShelf(size)
	var spans, checked int64
	for next := int64(1); next != 0; spans++ {
		span, err := VerifySpan(t.Context(), s, next)
		if err != nil || span.Finding != nil || span.From != next || span.Head.Position != size {
			t.Fatalf("%+v, %v", span, err)
		}
		checked, next = checked+span.Checked, span.Next
	}
	if spans != 3 || checked != size {
		t.Errorf("%d links in %d spans", checked, spans)
	}
}

func TestASpanFindsWhatIsWrongInIt(t *testing.T) {
	t.Parallel()
	altered := newShelf(20)
	altered.links[9].Entry.App = "forged"
	for _, row := range []struct {
		name     string
		shelf    *shelf
		from     int64
		checked  int64
		wrong    Wrong
		position int64
	}{
		{"from the beginning", altered, 1, 9, Altered, 10},
		{"from there on", altered, 10, 0, Altered, 10},
		{"behind it", altered, 11, 10, "", 0},
		{"at the end", altered, 21, 0, "", 0},
		{"from before the beginning", newShelf(3), -4, 3, "", 0},
	} {
		span, err := VerifySpan(t.Context(), row.shelf, row.from)
		if err != nil || span.Checked != row.checked || span.Next != 0 || (span.Finding != nil) != (row.wrong != "") {
			t.Errorf("%s: %+v, %v", row.name, span, err)
			continue
		}
		if f := span.Finding; f != nil && (f.Wrong != row.wrong || f.Position != row.position) {
			t.Errorf("%s: found %+v", row.name, f)
		}
	}
	if _, err := VerifySpan(t.Context(), altered, 22); !fault.Is(err, fault.Invalid) || fault.As(err).Field != "from" {
		t.Errorf("behind the end: %v", err)
	}
}

func TestASpanNeedsTheLinkBefore(t *testing.T) {
	t.Parallel()
	s := newShelf(20)
	s.links[8].Position = 99 // what stood at 9 is gone
	span, err := VerifySpan(t.Context(), s, 10)
	if err != nil || span.Finding == nil || span.Finding.Wrong != Missing || span.Finding.Position != 9 {
		t.Errorf("%+v, %v", span, err)
	}
}
