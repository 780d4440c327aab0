package pictures

import (
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/pictures/pdq"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Kind says what it means that a picture is in a bank.
type Kind string

// The kinds of bank.
const (
	Banned Kind = "banned" // it is denied, with the bank's label
	Good   Kind = "good"   // it passes, unless something else speaks against it
)

// Bank is a set of known pictures: of one app, or of all where App is empty.
type Bank struct {
	ID        int64
	App       string
	Name      string
	Kind      Kind
	Label     verdict.Label // of a banned one's pictures
	Entries   int
	Revision  int64 // of its last change
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Entry is a picture of a bank. The picture itself is not kept.
type Entry struct {
	ID      int64
	BankID  int64
	Print   Print
	Note    string
	CaseID  int64  // the case that it was taken from; 0 where it came by itself
	AddedBy string // a staff id, or who else did it
	AddedAt time.Time
}

// The bounds of banks.
const (
	MaxBanks   = 200
	MaxEntries = 100_000 // of all banks
	maxName    = 64      // bytes
	maxNote    = 500     // bytes
)

// CodeFull is the stable code of a bank that there is no room for, and CodePlain
// that of a picture which shows too little to be told from others.
const (
	CodeFull  = "banks_full"
	CodePlain = "picture_too_plain"
)

// check refuses a bank that cannot be.
func (b Bank) check() error {
	switch {
	case strings.TrimSpace(b.Name) == "" || len(b.Name) > maxName:
		return fault.Field("name", "must have from 1 to %d bytes", maxName)
	case b.Kind != Banned && b.Kind != Good:
		return fault.Field("kind", "must be banned or good")
	case b.Kind == Banned && (b.Label == "" || b.Label == verdict.Pass || len(b.Label) > maxName):
		return fault.Field("label", "a bank of banned pictures says what they are")
	case b.Kind == Good && b.Label != "" && b.Label != verdict.Pass:
		return fault.Field("label", "a bank of good pictures has none")
	}
	return nil
}

// Match is a bank in which a picture, or one nearly the same, is.
type Match struct {
	Bank     Bank
	Distance int // in bits; 0 for the very same
}

// closest compares a picture with the banks, banned ones first and then the
// closest. What shows too little is in none.
func closest(p Print, banks []filled) []Match {
	var matches []Match
	if !p.Telling() {
		return nil
	}
	for _, bank := range banks {
		if distance := bank.distance(p); distance <= pdq.Near {
			matches = append(matches, Match{bank.Bank, distance})
		}
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		if a.Bank.Kind != b.Bank.Kind {
			return strings.Compare(string(a.Bank.Kind), string(b.Bank.Kind))
		}
		return a.Distance - b.Distance
	})
	return matches
}
