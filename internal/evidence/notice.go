package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
)

// Kind says what a notice tells. The numbers are the cloud's (PROTOCOLS §6).
type Kind int

// The kinds.
const (
	Started Kind = 1    // the call
	Ended   Kind = 2    // the call
	Joined  Kind = 4    // somebody
	Left    Kind = 5    // somebody
	Found   Kind = 400  // an evidence
	Lifted  Kind = 3000 // a violation
)

// Known reports whether the kind is one of these.
func (k Kind) Known() bool {
	switch k {
	case Started, Ended, Joined, Left, Found, Lifted:
		return true
	}
	return false
}

// Notice is one thing that a cloud has told, as it came.
type Notice struct {
	ID         int64
	App        string
	Kind       Kind
	Body       json.RawMessage // the notice's data
	ReceivedAt time.Time
	Key        string // equal for the deliveries of one notice; see KeyOf

	Token    string // of who has it on loan
	Attempts int    // how often it was begun
}

// KeyOf is the key of a notice: its data in compact form.
func KeyOf(kind Kind, compact []byte) string {
	sum := sha256.Sum256(append([]byte(strconv.Itoa(int(kind))+" "), compact...))
	return hex.EncodeToString(sum[:])
}

// Step is a moment in the life of a call, or of somebody's being in it.
type Step struct {
	Kind Kind
	content.Seat
	User string // the app's user, of a join; empty where the cloud did not say
	At   time.Time
}

// Telling is what a notice says: one of these.
type Telling struct {
	Step     *Step
	Evidence *content.Evidence
	Lifted   *content.Seat
}

// Reader knows the wire form of notices.
type Reader interface {
	// Read tells what a notice's data says, or returns an Invalid fault that names
	// the field.
	Read(kind Kind, data []byte) (Telling, error)
}

// NoticeStore keeps notices.
type NoticeStore interface {
	// KeepNotice stores a notice, durably when it returns. One whose app and Key
	// are there already changes nothing.
	KeepNotice(ctx context.Context, n Notice) error
}
