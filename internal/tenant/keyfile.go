package tenant

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// stamp changes when a key file does: it is always replaced whole.
type stamp struct {
	at   time.Time
	size int64
}

// LoadKeyring reads the keys from a file, one in a line. Where there is none it
// makes one, with one key, that only the owner may read; two processes that do
// so at once get the same key.
func LoadKeyring(path string) (*Keyring, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = createKeyFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("secret key: %w", err)
	}
	ring := &Keyring{path: path}
	ring.mu.Lock()
	defer ring.mu.Unlock()
	return ring, ring.read()
}

// read takes over what the file has now. The stamp is from before, so that a
// change in between is seen next time.
func (k *Keyring) read() error {
	seen, err := stampOf(k.path)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(k.path)
	if err != nil {
		return fmt.Errorf("secret key: %w", err)
	}
	keys, err := parseKeys(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", k.path, err)
	}
	k.keys, k.seen = keys, seen
	return nil
}

// current is the keys as the file has them now. A file that cannot be read
// leaves those that it had.
func (k *Keyring) current() []sealKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path != "" {
		if now, err := stampOf(k.path); err == nil && now != k.seen {
			_ = k.read() // what is missing is said by the Open that needs it
		}
	}
	return k.keys
}

func stampOf(path string) (stamp, error) {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}, fmt.Errorf("secret key: %w", err)
	}
	return stamp{info.ModTime(), info.Size()}, nil
}

// createKeyFile writes a key beside path and links it there whole: a reader
// never sees half a key, and the second of two writers reads the first's.
func createKeyFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	fresh, err := writeBeside(path, []string{newKey()})
	if err != nil {
		return err
	}
	defer os.Remove(fresh) //nolint:errcheck // the link keeps what matters
	if err := os.Link(fresh, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func newKey() string {
	var key [keySize]byte
	_, _ = rand.Read(key[:]) // never fails: crypto/rand aborts the program instead
	return hex.EncodeToString(key[:])
}

// writeBeside writes a file of keys, durably, that only the owner may read.
func writeBeside(path string, keys []string) (name string, err error) {
	fresh, err := os.CreateTemp(filepath.Dir(path), ".secret-*")
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintln(fresh, strings.Join(keys, "\n"))
	return fresh.Name(), errors.Join(err, fresh.Sync(), fresh.Close())
}

// AddKey puts a new key before those of the file, so that it seals from now on.
// A keyring whose keys were given is an Invalid fault.
func (k *Keyring) AddKey() error {
	return k.rewrite(func(keys []string) []string { return append([]string{newKey()}, keys...) })
}

// DropKeys takes the keys with the ids out of the file, but never the one that
// seals. What they sealed cannot be read any more.
func (k *Keyring) DropKeys(ids []string) error {
	return k.rewrite(func(keys []string) []string {
		kept := keys[:1]
		for _, digits := range keys[1:] {
			key, err := parseKey(digits)
			if err != nil || !slices.Contains(ids, hex.EncodeToString(key.id[:])) {
				kept = append(kept, digits)
			}
		}
		return kept
	})
}

// rewrite replaces the file whole, while a second file keeps others from doing
// so: a key that is lost takes all it sealed with it.
func (k *Keyring) rewrite(change func(keys []string) []string) error {
	if k.path == "" {
		return fault.New(fault.Invalid, "key_given", "the secret key comes from the settings and not from a file: change it there, the new key first, and then only re-seal")
	}
	lock := k.path + ".lock"
	held, err := os.OpenFile(lock, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the keys are being changed; if no other process does so, remove %s", lock)
	}
	if err != nil {
		return err
	}
	defer os.Remove(lock) //nolint:errcheck // said by the next who wants it
	held.Close()
	text, err := os.ReadFile(k.path)
	if err != nil {
		return err
	}
	fresh, err := writeBeside(k.path, change(keyFields(string(text))))
	if err != nil {
		return err
	}
	if err := os.Rename(fresh, k.path); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.read()
}
