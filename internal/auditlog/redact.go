package auditlog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Redaction names an entry that was redacted: its place in the chain, and the
// digest of what has stood there since.
type Redaction struct {
	Position int64  `json:"position"`
	Digest   string `json:"digest"` // SHA-256 of the entry's canonical form, in hex
}

// Redacted is the Detail of an AuditRedact entry.
type Redacted struct {
	Erasure int64       `json:"erasure"` // on whose behalf
	Entries []Redaction `json:"entries"`
}

// MaxRedacted is how many entries one AuditRedact entry names at most.
const MaxRedacted = 200

// Digest is the SHA-256 of the entry's canonical form, in hex.
func (e Entry) Digest() string {
	sum := sha256.Sum256(e.Canonical())
	return hex.EncodeToString(sum[:])
}

// Redact is the entry without what it tells of an app's user: its object's id and
// its detail, and who acted where that was the user himself.
func (e Entry) Redact(actor bool) Entry {
	e.Object.ID, e.Detail = "", json.RawMessage("{}")
	if actor {
		e.Actor = Actor{Kind: e.Actor.Kind, Via: e.Actor.Via}
	}
	return e
}

// redactions are what the AuditRedact entries of a log name, by position: the
// digest, and behind it where in the chain it is named and on whose behalf.
type redactions map[int64]map[string]naming

type naming struct{ position, erasure int64 }

// redactedBy is the erasure for which the entry at a position became what it is,
// if a later entry of the chain says so.
func (w *walk) redactedBy(ctx context.Context, position int64, entry Entry) (erasure int64, is bool, err error) {
	if w.named == nil {
		if w.named, err = namedRedactions(ctx, w.reader); err != nil {
			return 0, false, err
		}
	}
	named, is := w.named[position][entry.Digest()]
	return named.erasure, is && named.position > position, nil
}

// namedRedactions reads the AuditRedact entries that are what their links hold.
func namedRedactions(ctx context.Context, reader Reader) (redactions, error) {
	all := redactions{}
	for before := int64(0); ; {
		entries, err := reader.AuditEntries(ctx, Filter{Action: string(AuditRedact), BeforeID: before, Limit: page})
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if err := all.take(ctx, reader, entry); err != nil {
				return nil, err
			}
			before = entry.ID
		}
		if len(entries) < page {
			return all, nil
		}
	}
}

func (r redactions) take(ctx context.Context, reader Reader, entry Linked) error {
	if entry.Position == 0 {
		return nil // it counts when it is linked
	}
	links, err := reader.AuditLinks(ctx, entry.Position-1, 1)
	if err != nil {
		return err
	}
	var says Redacted
	if !says.readFrom(links) {
		return nil // the walk comes to it, and says what is wrong
	}
	for _, one := range says.Entries {
		if r[one.Position] == nil {
			r[one.Position] = map[string]naming{}
		}
		r[one.Position][one.Digest] = naming{position: links[0].Position, erasure: says.Erasure}
	}
	return nil
}

// readFrom reports whether the link is what it was and names entries.
func (r *Redacted) readFrom(links []Link) bool {
	return len(links) > 0 && links[0].Entry != nil && links[0].Entry.Action == AuditRedact &&
		Hash(links[0].Prev, *links[0].Entry) == links[0].Hash && json.Unmarshal(links[0].Entry.Detail, r) == nil
}
