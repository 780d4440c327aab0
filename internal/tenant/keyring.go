package tenant

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keySize is the length of the key of AES-256, in bytes.
const keySize = 32

// keyIDSize is how much of the key's hash goes before what it sealed, in bytes.
const keyIDSize = 4

// Keyring seals what the store keeps of an app. A sealed text is the key's id,
// a nonce and AES-256-GCM, bound to the app's id, so that one app's credentials
// cannot be put in another's place.
type Keyring struct {
	id   [keyIDSize]byte
	aead cipher.AEAD
}

// NewKeyring makes a keyring of a key of 64 hex digits.
func NewKeyring(digits string) (*Keyring, error) {
	key, err := hex.DecodeString(strings.TrimSpace(digits))
	if err != nil || len(key) != keySize {
		return nil, fmt.Errorf("the secret key must be %d hex digits", 2*keySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	ring := &Keyring{aead: aead}
	sum := sha256.Sum256(key)
	copy(ring.id[:], sum[:])
	return ring, nil
}

// LoadKeyring reads the key from a file. Where there is none it makes one that
// only the owner may read; two processes that do so at once get the same key.
func LoadKeyring(path string) (*Keyring, error) {
	digits, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		digits, err = createKeyFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("secret key: %w", err)
	}
	ring, err := NewKeyring(string(digits))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return ring, nil
}

// createKeyFile writes a key beside path and links it there whole: a reader
// never sees half a key, and the second of two writers reads the first's.
func createKeyFile(path string) ([]byte, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	var key [keySize]byte
	_, _ = rand.Read(key[:]) // never fails: crypto/rand aborts the program instead
	fresh, err := os.CreateTemp(filepath.Dir(path), ".secret-*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(fresh.Name()) //nolint:errcheck // the link keeps what matters
	_, err = fmt.Fprintln(fresh, hex.EncodeToString(key[:]))
	if err = errors.Join(err, fresh.Sync(), fresh.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(fresh.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}

// ID tells keys apart without telling the key.
func (k *Keyring) ID() string { return hex.EncodeToString(k.id[:]) }

func (k *Keyring) seal(appID string, plain []byte) []byte {
	sealed := make([]byte, keyIDSize+k.aead.NonceSize(), keyIDSize+k.aead.NonceSize()+len(plain)+k.aead.Overhead())
	copy(sealed, k.id[:])
	nonce := sealed[keyIDSize:]
	_, _ = rand.Read(nonce) // never fails: crypto/rand aborts the program instead
	return k.aead.Seal(sealed, nonce, plain, []byte(appID))
}

func (k *Keyring) open(appID string, sealed []byte) ([]byte, error) {
	head := keyIDSize + k.aead.NonceSize()
	if len(sealed) < head {
		return nil, fmt.Errorf("app %s: what the store keeps is cut off", appID)
	}
	if [keyIDSize]byte(sealed) != k.id {
		return nil, fmt.Errorf("app %s was sealed with the secret key %x, and ours is %s: start with the key file or XIEZHI_SECRET_KEY that this store was made with",
			appID, sealed[:keyIDSize], k.ID())
	}
	plain, err := k.aead.Open(nil, sealed[keyIDSize:head], sealed[head:], []byte(appID))
	if err != nil {
		return nil, fmt.Errorf("app %s: what the store keeps was altered: %w", appID, err)
	}
	return plain, nil
}
