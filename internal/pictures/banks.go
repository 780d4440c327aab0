package pictures

import (
	"context"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// BankStore keeps banks. Every change raises the revision and writes its audit
// entry in its own transaction. An unknown bank is a NotFound fault.
type BankStore interface {
	// PicturesRevision goes up with every change of a bank, from whatever
	// process. It is cheap to ask.
	PicturesRevision(ctx context.Context) (int64, error)
	// PictureBanks returns every bank by app and name.
	PictureBanks(ctx context.Context) ([]Bank, error)
	// AddPictureBank makes a bank. A name that another bank of the app has is a
	// Conflict fault.
	AddPictureBank(ctx context.Context, bank Bank) (Bank, error)
	// DeletePictureBank deletes a bank with its entries.
	DeletePictureBank(ctx context.Context, id int64) error
	// PictureEntries returns a bank's entries, the newest first: up to limit
	// with ids below before, which is 0 for the newest.
	PictureEntries(ctx context.Context, bankID, before int64, limit int) ([]Entry, error)
	// AllPictureEntries returns up to limit entries of all banks with ids above
	// one, in their order, with BankID and Print only.
	AllPictureEntries(ctx context.Context, after int64, limit int) ([]Entry, error)
	// AddPictureEntry adds a picture to a bank. A bank has each hash once: the
	// one that is there is returned.
	AddPictureEntry(ctx context.Context, entry Entry) (Entry, error)
	// DeletePictureEntry takes a picture out of a bank, or returns a NotFound
	// fault.
	DeletePictureEntry(ctx context.Context, bankID, entryID int64) error
}

// Banks are the banks as they are now.
type Banks struct {
	store BankStore
	now   func() time.Time

	mu       sync.Mutex // guards what follows
	revision int64
	filled   []filled
	read     bool
}

// NewBanks makes Banks.
func NewBanks(store BankStore, now func() time.Time) *Banks { return &Banks{store: store, now: now} }

// filled is a bank with what is in it.
type filled struct {
	Bank
	prints []Print
}

// distance is that of the bank's closest picture.
func (f filled) distance(p Print) int {
	least := 8*len(p.Hash) + 1
	for _, known := range f.prints {
		least = min(least, p.Distance(known))
	}
	return least
}

// List returns every bank by app and name.
func (b *Banks) List(ctx context.Context) ([]Bank, error) { return b.store.PictureBanks(ctx) }

// Add makes a bank.
func (b *Banks) Add(ctx context.Context, bank Bank) (Bank, error) {
	if bank.Kind == Good {
		bank.Label = verdict.Pass
	}
	if err := bank.check(); err != nil {
		return Bank{}, err
	}
	bank.CreatedAt = b.now()
	bank.UpdatedAt = bank.CreatedAt
	return b.store.AddPictureBank(ctx, bank)
}

// Delete deletes a bank with what is in it.
func (b *Banks) Delete(ctx context.Context, id int64) error {
	return b.store.DeletePictureBank(ctx, id)
}

// Entries returns a page of a bank, the newest first.
func (b *Banks) Entries(ctx context.Context, bankID, before int64, limit int) ([]Entry, error) {
	return b.store.PictureEntries(ctx, bankID, before, limit)
}

// AddEntry adds a picture to a bank. One that shows too little is refused: too
// many others would be like it.
func (b *Banks) AddEntry(ctx context.Context, entry Entry) (Entry, error) {
	switch {
	case !entry.Print.Telling():
		return Entry{}, &fault.Error{Kind: fault.Invalid, Code: CodePlain, Field: "picture", Message: "the picture shows too little to be told from others"}
	case len(entry.Note) > maxNote:
		return Entry{}, fault.Field("note", "is longer than %d bytes", maxNote)
	}
	entry.AddedAt = b.now()
	return b.store.AddPictureEntry(ctx, entry)
}

// DeleteEntry takes a picture out of a bank.
func (b *Banks) DeleteEntry(ctx context.Context, bankID, entryID int64) error {
	return b.store.DeletePictureEntry(ctx, bankID, entryID)
}

// Match compares a picture with the banks of an app and with the shared ones, as
// they are at this moment.
func (b *Banks) Match(ctx context.Context, app string, p Print) ([]Match, error) {
	all, err := b.current(ctx)
	if err != nil {
		return nil, err
	}
	var its []filled
	for _, bank := range all {
		if bank.App == "" || bank.App == app {
			its = append(its, bank)
		}
	}
	return closest(p, its), nil
}

// current reads the banks where they have changed.
func (b *Banks) current(ctx context.Context) ([]filled, error) {
	revision, err := b.store.PicturesRevision(ctx)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.read && revision <= b.revision {
		return b.filled, nil
	}
	fresh, err := b.readAll(ctx)
	if err != nil {
		return nil, err
	}
	b.read, b.revision, b.filled = true, revision, fresh
	return fresh, nil
}

// readStep is how many entries are read at once.
const readStep = 5000

// readAll may read what is newer than its revision; then it is read again.
func (b *Banks) readAll(ctx context.Context) ([]filled, error) {
	banks, err := b.store.PictureBanks(ctx)
	if err != nil {
		return nil, err
	}
	prints := map[int64][]Print{}
	for after, more := int64(0), true; more; {
		entries, err := b.store.AllPictureEntries(ctx, after, readStep)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			prints[e.BankID] = append(prints[e.BankID], e.Print)
			after = e.ID
		}
		more = len(entries) == readStep
	}
	all := make([]filled, len(banks))
	for i, bank := range banks {
		all[i] = filled{bank, prints[bank.ID]}
	}
	return all, nil
}
