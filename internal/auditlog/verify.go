package auditlog

import (
	"context"
	"fmt"
	"time"
)

// page is how many links or entries are read at once.
const page = 1000

// LinkWithin is how long an entry may wait to be linked before it looks as if
// somebody had put it there.
const LinkWithin = time.Minute

// Wrong says what is wrong with a row.
type Wrong string

// What can be wrong.
const (
	Altered   Wrong = "altered"   // the entry, or its link's hash, is not what was linked
	Missing   Wrong = "missing"   // an entry or a link is gone
	Reordered Wrong = "reordered" // another row stood here
	Foreign   Wrong = "foreign"   // an entry stands there that was not linked in time
	Truncated Wrong = "truncated" // the log ends before the anchor
	Rewritten Wrong = "rewritten" // the chain holds, but is not that of the anchor
)

// Finding names the first bad row.
type Finding struct {
	Wrong    Wrong
	Position int64 // 0 for an entry without a link
	EntryID  int64 // 0 where the link is gone and nobody knows
	Text     string
}

// Verified is what Verify found.
type Verified struct {
	Head    Anchor          // the last link that is good
	Entries int64           // good links
	Waiting int64           // entries that wait to be linked
	Erased  map[int64]int64 // how many of the good ones were redacted, by erasure; nil for none
	Finding *Finding        // nil where everything is as it was written
}

// VerifyOptions of Verify; Now is required.
type VerifyOptions struct {
	Now      time.Time
	Expect   Anchor                  // a head that was remembered elsewhere; zero for none
	Progress func(checked, of int64) // called after each page; nil for nobody
}

// Verify walks the whole log and stops at the first row that is not as it was
// written: chain first, from its beginning, then entries without a link. What
// was cut off the end together with its links only an Expect can show.
func Verify(ctx context.Context, reader Reader, o VerifyOptions) (Verified, error) {
	head, err := reader.AuditHead(ctx)
	if err != nil {
		return Verified{}, err
	}
	w := walk{reader: reader, options: o, of: head.Position, result: Verified{Head: Anchor{Hash: Genesis}}}
	for _, step := range []func(context.Context) error{w.chain, w.anchor, w.strays} {
		if err := step(ctx); err != nil || w.result.Finding != nil {
			return w.verified(), err
		}
	}
	return w.verified(), nil
}

// walk is one verification.
type walk struct {
	reader  Reader
	options VerifyOptions
	of      int64      // links there were at the beginning
	named   redactions // nil: not read yet
	result  Verified
}

// verified hands out the zero Anchor for an empty log.
func (w *walk) verified() Verified {
	if w.result.Head.Position == 0 {
		w.result.Head = Anchor{}
	}
	return w.result
}

func (w *walk) found(wrong Wrong, position, entryID int64, format string, args ...any) {
	w.result.Finding = &Finding{Wrong: wrong, Position: position, EntryID: entryID, Text: fmt.Sprintf(format, args...)}
}

// chain holds every link against the one before it and against its entry.
func (w *walk) chain(ctx context.Context) error {
	for {
		links, err := w.reader.AuditLinks(ctx, w.result.Head.Position, page)
		if err != nil {
			return err
		}
		for i := range links {
			if err := w.link(ctx, links[i:]); err != nil || w.result.Finding != nil {
				return err
			}
		}
		if w.options.Progress != nil {
			w.options.Progress(w.result.Entries, max(w.of, w.result.Entries))
		}
		if len(links) < page {
			return nil
		}
	}
}

// link checks the first of the links; the others help to name what is wrong.
func (w *walk) link(ctx context.Context, links []Link) error {
	this, before := links[0], w.result.Head
	switch position := before.Position + 1; {
	case this.Position != position:
		w.found(Missing, position, 0, "the link at position %d is gone", position)
	case this.Prev != before.Hash:
		w.found(Reordered, position, this.EntryID, "the link at position %d, of entry %d, does not follow the one before it", position, this.EntryID)
	case this.Entry == nil:
		w.found(Missing, position, this.EntryID, "entry %d, linked at position %d, is gone", this.EntryID, position)
	case Hash(before.Hash, *this.Entry) == this.Hash:
		w.good(this)
	default:
		return w.unlike(ctx, links)
	}
	return nil
}

func (w *walk) good(link Link) {
	w.result.Head = Anchor{Position: link.Position, Hash: link.Hash}
	w.result.Entries++
	w.remembered()
}

// unlike judges an entry that is not what was linked.
func (w *walk) unlike(ctx context.Context, links []Link) error {
	this, before := links[0], w.result.Head
	position := this.Position
	erasure, redacted, err := w.redactedBy(ctx, position, *this.Entry)
	switch {
	case err != nil:
		return err
	case redacted:
		if w.result.Erased == nil {
			w.result.Erased = map[int64]int64{}
		}
		w.result.Erased[erasure]++
		w.good(this)
	case belongsElsewhere(before.Hash, links):
		w.found(Reordered, position, this.EntryID, "entry %d stands at position %d, where another one was linked", this.EntryID, position)
	default:
		w.found(Altered, position, this.EntryID, "entry %d, linked at position %d, is not what was linked", this.EntryID, position)
	}
	return nil
}

// belongsElsewhere looks for the entry that was linked here among those near.
func belongsElsewhere(prev string, links []Link) bool {
	for _, other := range links[1:] {
		if other.Entry != nil && Hash(prev, *other.Entry) == links[0].Hash {
			return true
		}
	}
	return false
}

// remembered compares the good head with the anchor, when it is reached.
func (w *walk) remembered() {
	expect, head := w.options.Expect, w.result.Head
	if head.Position == expect.Position && head.Hash != expect.Hash {
		w.found(Rewritten, head.Position, 0, "the hash at position %d is %s, and was %s", head.Position, head.Hash, expect.Hash)
	}
}

// anchor wants the chain to reach as far as it once did.
func (w *walk) anchor(context.Context) error {
	if expect := w.options.Expect.Position; w.result.Head.Position < expect {
		w.found(Truncated, w.result.Head.Position+1, 0, "the log ends at position %d, and once reached %d", w.result.Head.Position, expect)
	}
	return nil
}

// strays looks for entries that no chainer has linked in time. One that is
// dated ahead would wait for ever, and so is foreign too.
func (w *walk) strays(ctx context.Context) error {
	for after := int64(0); ; {
		entries, reached, err := w.reader.AuditUnlinked(ctx, after, page)
		if err != nil || reached == 0 {
			return err
		}
		for _, entry := range entries {
			if waited := w.options.Now.Sub(entry.At); waited.Abs() > LinkWithin {
				w.found(Foreign, 0, entry.ID, "entry %d of %s is in no link", entry.ID, entry.At.UTC().Format(time.RFC3339))
				return nil
			}
			w.result.Waiting++
		}
		after = reached
	}
}
