package tenant

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// keySize is the length of the key of AES-256, in bytes.
const keySize = 32

// keyIDSize is how much of the key's hash goes before what it sealed, in bytes.
const keyIDSize = 4

// Keyring seals what the store must not know: apps, and the secrets of second
// factors. A sealed text is the key's id, a nonce and AES-256-GCM, bound to a
// name – an app's id – so that one's secrets cannot be put in another's place.
//
// It has one key or several: the first seals, all open. A keyring of a file
// follows the file, so that a running server survives a rotation.
type Keyring struct {
	path string // empty: the keys were given
	mu   sync.Mutex
	keys []sealKey
	seen stamp // of the file when it was read last
}

type sealKey struct {
	id   [keyIDSize]byte
	raw  [keySize]byte
	aead cipher.AEAD
}

// NewKeyring makes a keyring of keys of 64 hex digits each, between blanks,
// commas or lines.
func NewKeyring(digits string) (*Keyring, error) {
	keys, err := parseKeys(digits)
	if err != nil {
		return nil, err
	}
	return &Keyring{keys: keys}, nil
}

func parseKeys(text string) ([]sealKey, error) {
	fields := keyFields(text)
	if len(fields) == 0 {
		return nil, badKey()
	}
	var keys []sealKey
	for _, digits := range fields {
		key, err := parseKey(digits)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func keyFields(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ,\t\r\n", c) })
}

func parseKey(digits string) (sealKey, error) {
	raw, err := hex.DecodeString(digits)
	if err != nil || len(raw) != keySize {
		return sealKey{}, badKey()
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return sealKey{}, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return sealKey{}, err
	}
	sum := sha256.Sum256(raw)
	return sealKey{id: [keyIDSize]byte(sum[:keyIDSize]), raw: [keySize]byte(raw), aead: aead}, nil
}

func badKey() error { return fmt.Errorf("the secret key must be %d hex digits", 2*keySize) }

// Derive returns for each key, the one that seals first, another of 32 bytes
// that only who has the key can know. Other purposes have others.
func (k *Keyring) Derive(purpose string) [][]byte {
	var derived [][]byte
	for _, key := range k.current() {
		other, err := hkdf.Expand(sha256.New, key.raw[:], "xiezhi: "+purpose, keySize)
		if err != nil {
			panic(err) // the length is ours
		}
		derived = append(derived, other)
	}
	return derived
}

// ID tells the key that seals from others without telling the key.
func (k *Keyring) ID() string { return k.IDs()[0] }

// IDs tells all keys, the one that seals first.
func (k *Keyring) IDs() []string {
	var ids []string
	for _, key := range k.current() {
		ids = append(ids, hex.EncodeToString(key.id[:]))
	}
	return ids
}

// KeyID tells by which key a text was sealed; empty where it is cut off.
func KeyID(sealed []byte) string {
	if len(sealed) < keyIDSize {
		return ""
	}
	return hex.EncodeToString(sealed[:keyIDSize])
}

// Newest reports whether a text is sealed by the key that seals now.
func (k *Keyring) Newest(sealed []byte) bool { return KeyID(sealed) == k.ID() }

// Seal encrypts under the newest key. Only Open with the same name reads it.
func (k *Keyring) Seal(name string, plain []byte) []byte {
	key := k.current()[0]
	sealed := make([]byte, keyIDSize+key.aead.NonceSize(), keyIDSize+key.aead.NonceSize()+len(plain)+key.aead.Overhead())
	copy(sealed, key.id[:])
	nonce := sealed[keyIDSize:]
	_, _ = rand.Read(nonce) // never fails: crypto/rand aborts the program instead
	return key.aead.Seal(sealed, nonce, plain, []byte(name))
}

// Open decrypts what Seal made under the name, whichever key it was. Its error
// says what to do and is for the operator.
func (k *Keyring) Open(name string, sealed []byte) ([]byte, error) {
	if len(sealed) < keyIDSize {
		return nil, errors.New("what the store keeps is cut off")
	}
	keys := k.current()
	for _, key := range keys {
		if bytes.Equal(key.id[:], sealed[:keyIDSize]) {
			return key.open(name, sealed)
		}
	}
	return nil, fmt.Errorf("sealed with the secret key %x, and ours is %x: start with the key file or XIEZHI_SECRET_KEY that this store was made with",
		sealed[:keyIDSize], keys[0].id)
}

func (key sealKey) open(name string, sealed []byte) ([]byte, error) {
	head := keyIDSize + key.aead.NonceSize()
	if len(sealed) < head {
		return nil, errors.New("what the store keeps is cut off")
	}
	plain, err := key.aead.Open(nil, sealed[keyIDSize:head], sealed[head:], []byte(name))
	if err != nil {
		return nil, fmt.Errorf("what the store keeps was altered: %w", err)
	}
	return plain, nil
}
