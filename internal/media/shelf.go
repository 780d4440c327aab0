package media

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The names on the shelf: one folder for each medium, named by its key, with a
// file for each form beside what is known of it.
const (
	aboutName   = "about.json"
	benchPrefix = "new-"  // of folders in which a medium is made
	scrapPrefix = "old-"  // of folders that are being removed
	gonePrefix  = "gone-" // of files that name what a vault is still to remove
)

// workFor is longer than anybody works on a medium. What is half made for less may
// be the work of another process: nodes on one machine may share the folder.
const workFor = time.Hour

// digestLength is that of a digest or key, in hex.
const digestLength = 2 * sha256.Size

// about is what is kept of a medium besides its forms.
type about struct {
	Digest    string          `json:"digest"` // SHA-256 of the medium as it came
	Frames    int             `json:"frames"`
	FetchedAt time.Time       `json:"fetched_at"`
	Forms     map[Form]string `json:"forms"` // media type of each
	Size      int64           `json:"size"`  // of all forms, in bytes
}

type item struct {
	about
	used    time.Time
	touched bool // used since the last tidying
}

// shelf keeps media on disk and no more of them than it has space for.
type shelf struct {
	dir   string
	space int64
	keep  time.Duration // what nobody has looked at for so long is put away
	now   func() time.Time

	mu    sync.Mutex // guards what follows, and the names in dir
	items map[string]*item
	total int64 // bytes
}

// openShelf takes over what lies in a folder.
func openShelf(dir string, space int64, keep time.Duration, now func() time.Time) (*shelf, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &shelf{dir: dir, space: space, keep: keep, now: now, items: map[string]*item{}}
	entries, err := s.sweep()
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), gonePrefix) {
			continue
		}
		kept, err := s.read(entry.Name())
		if err != nil { // damaged, or of another version: it can be fetched again
			if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
				return nil, err
			}
			continue
		}
		s.know(entry.Name(), kept)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s, s.makeRoom()
}

// sweep removes what a killed process left half made or half removed, and returns
// what else lies in the folder, but for what somebody may be at work on.
func (s *shelf) sweep() (rest []fs.DirEntry, err error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), benchPrefix) && !strings.HasPrefix(entry.Name(), scrapPrefix) {
			rest = append(rest, entry)
			continue
		}
		info, err := entry.Info()
		if err != nil || s.now().Sub(info.ModTime()) < workFor {
			continue
		}
		if err := os.RemoveAll(filepath.Join(s.dir, entry.Name())); err != nil {
			return nil, err
		}
	}
	return rest, nil
}

var errNoItem = errors.New("this is no medium of ours")

func (s *shelf) read(key string) (*item, error) {
	dir := filepath.Join(s.dir, key)
	text, err := os.ReadFile(filepath.Join(dir, aboutName))
	if err != nil {
		return nil, err
	}
	kept := &item{}
	if err := json.Unmarshal(text, &kept.about); err != nil {
		return nil, err
	}
	size, err := sizeOf(dir, kept.Forms)
	if err != nil || size != kept.Size || len(kept.Forms) == 0 || len(kept.Digest) != digestLength || len(key) != digestLength {
		return nil, errors.Join(errNoItem, err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	kept.used = info.ModTime()
	return kept, nil
}

func sizeOf(dir string, forms map[Form]string) (size int64, err error) {
	for form := range forms {
		info, err := os.Stat(filepath.Join(dir, string(form)))
		if err != nil {
			return 0, err
		}
		size += info.Size()
	}
	return size, nil
}

// at finds a medium that was fetched since a moment, also one that another process
// put there or removed; it is nil where there is none.
func (s *shelf) at(key string, since time.Time) *item {
	if one := s.items[key]; one != nil && !one.FetchedAt.Before(since) {
		return one
	}
	s.forget(key)
	one, err := s.read(key)
	if err != nil { // as openShelf: it can be fetched again
		return nil
	}
	s.know(key, one)
	if one.FetchedAt.Before(since) {
		return nil
	}
	return one
}

// open opens a medium that was fetched since a moment, and reports whether it
// is there.
func (s *shelf) open(key string, form Form, since time.Time) (file *File, kept bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.at(key, since)
	if one == nil {
		return nil, false, nil
	}
	kind, has := one.Forms[form]
	if !has {
		return nil, false, gone("a sound or film has no form %.16q", string(form))
	}
	body, err := os.Open(filepath.Join(s.dir, key, string(form)))
	if errors.Is(err, fs.ErrNotExist) { // somebody has tidied the folder
		s.forget(key)
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fault.Wrap(fault.Unavailable, err, "a kept medium cannot be read")
	}
	one.used, one.touched = s.now(), true
	return &File{
		ReadSeekCloser: body, Type: kind, ETag: etag(one.Digest, form),
		Frames: one.Frames, Digest: one.Digest,
	}, true, nil
}

func etag(digest string, form Form) string { return `"` + digest[:32] + "-" + string(form) + `"` }

// workbench makes a folder in which a medium can be made.
func (s *shelf) workbench() (dir string, err error) { return os.MkdirTemp(s.dir, benchPrefix) }

// put takes a medium over from its workbench and makes room for it. An older copy
// makes way; one that another process fetched since the moment is as good.
func (s *shelf) put(key, dir string, a about, since time.Time) error {
	var err error
	if a.Size, err = sizeOf(dir, a.Forms); err != nil {
		return err
	}
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, aboutName), text, 0o600); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for range putTimes {
		if s.at(key, since) != nil {
			return s.makeRoom()
		}
		if s.items[key] != nil || errors.Is(err, fs.ErrExist) {
			if err := s.remove(key); err != nil {
				return err
			}
		}
		err = os.Rename(dir, filepath.Join(s.dir, key))
		if err == nil {
			s.know(key, &item{about: a, used: s.now()})
			return s.makeRoom()
		}
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return err
}

// putTimes is how often another process may be quicker.
const putTimes = 10

// makeRoom removes what was not used for longest, and some more, so that not
// every medium that comes has to look for room.
func (s *shelf) makeRoom() error {
	if s.total <= s.space {
		return nil
	}
	for _, key := range s.byUse() {
		if s.total <= s.space/10*9 {
			return nil
		}
		if err := s.remove(key); err != nil {
			return err
		}
	}
	return nil
}

// byUse lists all keys, what was not used for longest first.
func (s *shelf) byUse() []string {
	keys := make([]string, 0, len(s.items))
	for key := range s.items {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int { return s.items[a].used.Compare(s.items[b].used) })
	return keys
}

// take removes a medium that may be there.
func (s *shelf) take(key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at(key, time.Time{}) == nil {
		return nil
	}
	return s.remove(key)
}

// remove takes a medium off the shelf. Who has it open reads on.
func (s *shelf) remove(key string) error {
	scrap, err := os.MkdirTemp(s.dir, scrapPrefix)
	if err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(s.dir, key), filepath.Join(scrap, key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, os.RemoveAll(scrap))
	}
	s.forget(key)
	return os.RemoveAll(scrap)
}

// know counts a medium that lies on the shelf; forget no longer does.
func (s *shelf) know(key string, one *item) {
	s.items[key] = one
	s.total += one.Size
}

func (s *shelf) forget(key string) {
	if kept := s.items[key]; kept != nil {
		s.total -= kept.Size
		delete(s.items, key)
	}
}

// tidy removes what nobody uses, and marks on disk what was used.
func (s *shelf) tidy(ctx context.Context) error {
	if _, err := s.sweep(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for key, kept := range s.items {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch {
		case now.Sub(kept.used) > s.keep:
			if err := s.remove(key); err != nil {
				return err
			}
		case kept.touched:
			kept.touched = false
			if err := os.Chtimes(filepath.Join(s.dir, key), now, kept.used); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return s.makeRoom()
}

// keys lists all that lies on the shelf.
func (s *shelf) keys() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.items))
}

// about is what is known of a medium, if it lies on the shelf.
func (s *shelf) about(key string) (a about, kept bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.items[key]
	if one == nil {
		return a, false
	}
	return one.about, true
}

// noteForgotten writes down that a vault is to remove a medium.
func (s *shelf) noteForgotten(key string) error {
	return os.WriteFile(filepath.Join(s.dir, gonePrefix+key), nil, 0o600)
}

func (s *shelf) endForgotten(key string) error {
	err := os.Remove(filepath.Join(s.dir, gonePrefix+key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// forgotten lists what a vault is still to remove.
func (s *shelf) forgotten() (keys []string, err error) {
	entries, err := os.ReadDir(s.dir)
	for _, entry := range entries {
		if key, is := strings.CutPrefix(entry.Name(), gonePrefix); is {
			keys = append(keys, key)
		}
	}
	return keys, err
}
