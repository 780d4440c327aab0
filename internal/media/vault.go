package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// CodeAway is the stable code of a medium that our own store of media has, or
// shall have, and that does not answer now.
const CodeAway = "media_store_away"

// Vault keeps files elsewhere than on this machine. Its errors are faults;
// NotFound is what is not there.
type Vault interface {
	// Put keeps a file of a size under a name, with its media type and notes. What
	// had the name is gone.
	Put(ctx context.Context, name, kind string, notes map[string]string, body io.Reader, size int64) error

	// Open opens what has a name. It is read while ctx lasts.
	Open(ctx context.Context, name string) (file io.ReadSeekCloser, kind string, notes map[string]string, err error)

	// Remove removes what has a name, if anything has.
	Remove(ctx context.Context, name string) error
}

// The notes of a file in a vault.
const (
	noteDigest  = "digest"
	noteFrames  = "frames"
	noteFetched = "fetched" // Unix milliseconds
)

// vaultOrder is the order in which forms go into a vault and out of it: where
// the first to leave and last to come is there, the others are.
var vaultOrder = []Form{Veil, Thumb, Full}

func vaultName(key string, form Form) string { return key + "/" + string(form) }

func away(err error) error {
	return &fault.Error{Kind: fault.Unavailable, Code: CodeAway, Message: "the store of media does not answer", Cause: err}
}

// find opens a medium that is kept, on the shelf or in the vault.
func (s *Service) find(ctx context.Context, key string, form Form, since time.Time) (file *File, kept bool, err error) {
	if file, kept, err = s.shelf.open(key, form, since); kept || err != nil || s.vault == nil {
		return file, kept, err
	}
	body, kind, notes, err := s.vault.Open(ctx, vaultName(key, form))
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, false, nil
	case err != nil:
		return nil, false, away(err)
	}
	digest := notes[noteDigest]
	frames, _ := strconv.Atoi(notes[noteFrames])               // 0 where somebody lost it
	fetched, _ := strconv.ParseInt(notes[noteFetched], 10, 64) // likewise
	if len(digest) != digestLength || time.UnixMilli(fetched).Before(since) {
		return nil, false, body.Close()
	}
	return &File{ReadSeekCloser: body, Type: kind, ETag: etag(digest, form), Frames: max(1, frames), Digest: digest}, true, nil
}

// Keep makes sure that there is a copy of a medium for good, and tells its
// digest. A fault with CodeAway means that it was fetched, if it could be, and
// lies here until Keep or Settle bring it where it is to be.
func (s *Service) Keep(ctx context.Context, wanted Wanted) (digest string, err error) {
	key := keyOf(wanted)
	for fetched := false; ; {
		file, kept, unknown := s.find(ctx, key, Full, wanted.Since)
		if kept {
			_ = file.Close() // was not read
			return file.Digest, s.settle(ctx, key)
		}
		if unknown != nil && !fault.HasCode(unknown, CodeAway) {
			return "", unknown
		}
		if fetched {
			return "", errTooSmall()
		}
		switch retry, err := s.fetchOnce(ctx, key, wanted); {
		case retry:
		case err == nil:
			fetched = true
		case unknown != nil && ctx.Err() == nil:
			return "", unknown // perhaps it is in the vault already
		default:
			return "", err
		}
	}
}

// Settle brings everything into the vault that could not be brought there, and
// removes what is to be forgotten. Without a vault there is nothing to do.
func (s *Service) Settle(ctx context.Context) error {
	if s.vault == nil {
		return nil
	}
	forgotten, err := s.shelf.forgotten()
	if err != nil {
		return err
	}
	for _, key := range forgotten {
		if err := s.forget(ctx, key); err != nil {
			return err
		}
	}
	for _, key := range s.shelf.keys() {
		if err := s.settle(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// settle brings one medium from the shelf into the vault.
func (s *Service) settle(ctx context.Context, key string) error {
	about, kept := s.shelf.about(key)
	if s.vault == nil || !kept {
		return nil
	}
	notes := map[string]string{
		noteDigest: about.Digest, noteFrames: strconv.Itoa(about.Frames), noteFetched: strconv.FormatInt(about.FetchedAt.UnixMilli(), 10),
	}
	for _, form := range vaultOrder {
		kind, has := about.Forms[form]
		if !has {
			continue
		}
		err := s.bring(ctx, key, form, kind, notes)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // somebody else has brought it, and taken it off the shelf
		}
		if err != nil {
			return err
		}
	}
	return s.shelf.take(key)
}

func (s *Service) bring(ctx context.Context, key string, form Form, kind string, notes map[string]string) error {
	file, err := os.Open(filepath.Join(s.shelf.dir, key, string(form)))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // was only read
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := s.vault.Put(ctx, vaultName(key, form), kind, notes, file, info.Size()); err != nil {
		return away(err)
	}
	return nil
}

// Remove puts the copy of a medium away for good, where there is one. What a
// vault cannot remove now, Settle removes.
func (s *Service) Remove(ctx context.Context, wanted Wanted) error {
	key := keyOf(wanted)
	if err := s.shelf.take(key); err != nil || s.vault == nil {
		return err
	}
	if err := s.shelf.noteForgotten(key); err != nil {
		return err
	}
	if err := s.forget(ctx, key); err != nil && !fault.HasCode(err, CodeAway) {
		return err
	}
	return nil
}

func (s *Service) forget(ctx context.Context, key string) error {
	for i := range vaultOrder {
		if err := s.vault.Remove(ctx, vaultName(key, vaultOrder[len(vaultOrder)-1-i])); err != nil {
			return away(err)
		}
	}
	return s.shelf.endForgotten(key)
}
