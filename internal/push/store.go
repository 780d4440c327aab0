package push

import (
	"context"
	"encoding/json"
	"time"
)

// Message is what some users of an app are told.
type Message struct {
	App   string
	To    []string // users, each once
	Key   string   // the event's: a message with a key that the user has already is that one
	Body  json.RawMessage
	At    time.Time
	Until time.Time // of no use from then on; zero: always of use
}

// Place is where a message stands in a user's stream.
type Place struct {
	User  string
	Pos   int64 // counted from 1
	Known bool  // the message was kept before
}

// Kept is a message as it was kept.
type Kept struct {
	Pos   int64
	Body  json.RawMessage
	Until time.Time
}

// News is a user's stream that may have changed.
type News struct {
	App, User string
	Top       int64     // the last message; 0 for none
	CutAt     time.Time // connections from before it are cut; zero: none
}

// Store keeps streams. The messages of a user are numbered without a gap, in
// the order in which their transactions committed.
type Store interface {
	// KeepPush keeps a message for each of its users, all or none.
	KeepPush(ctx context.Context, m Message) ([]Place, error)

	// PushedAfter reads up to limit of the user's messages after a place, in
	// order, and the number of his last one, which is 0 where he has none.
	PushedAfter(ctx context.Context, app, user string, after int64, limit int) (list []Kept, top int64, err error)

	// PushEpoch names this numbering. Fresh becomes its name where it has none.
	PushEpoch(ctx context.Context, fresh string) (string, error)

	// CutPush tells every node to cut the connections that the user has now.
	CutPush(ctx context.Context, app, user string, now time.Time) error

	// PushNews lists what has changed since a moment, and perhaps more.
	PushNews(ctx context.Context, since time.Time) ([]News, error)

	// BlankPushed puts a body in the place of those of all messages that are of no
	// use any more at a moment.
	BlankPushed(ctx context.Context, now time.Time, body json.RawMessage) error

	// DropPushed forgets the messages from before a moment.
	DropPushed(ctx context.Context, before time.Time) error
}

// MaxKept is how many messages of a user are kept at least, where they are not
// too old; a few more may be.
const MaxKept = 1000

// keepFor is how long messages are kept.
const keepFor = 7 * 24 * time.Hour
