package immomo

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// defaultCipher is that of a credential that names none (PROTOCOLS §4).
const defaultCipher = "aes-256-cbc"

// box seals and opens contents with a credential's key.
type box struct {
	block cipher.Block
	aead  cipher.AEAD // for GCM, whose nonce comes first; nil otherwise
	cbc   bool        // otherwise, without aead, ECB
	iv    []byte      // the credential's own; nil: the first block of the content
}

// newBox makes the box of a credential. It returns an Invalid fault for one that
// tenant.App.Check refuses.
func newBox(credential tenant.Immomo) (*box, error) {
	name := credential.Cipher
	if name == "" {
		name = defaultCipher
	}
	key, err := credential.Key.Bytes()
	if err != nil {
		return nil, fault.Field("key", "%s", err)
	}
	size, known := keySizes[name]
	switch {
	case !known:
		return nil, fault.Field("cipher", "%q is none of aes-128-ecb, aes-256-ecb, aes-128-cbc, aes-256-cbc, aes-256-gcm", name)
	case len(key) != size:
		return nil, fault.Field("key", "must be %d bytes for %s, as text or as hex: and %d digits; this is %d bytes", size, name, 2*size, len(key))
	}
	b := &box{cbc: strings.HasSuffix(name, "-cbc")}
	if b.block, err = aes.NewCipher(key); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the key is none")
	}
	if strings.HasSuffix(name, "-gcm") {
		b.aead, err = cipher.NewGCM(b.block)
		return b, err
	}
	return b, b.takeIV(credential.IV)
}

// keySizes are the keys' lengths in bytes.
var keySizes = map[string]int{"aes-128-ecb": 16, "aes-256-ecb": 32, "aes-128-cbc": 16, "aes-256-cbc": 32, "aes-256-gcm": 32}

func (b *box) takeIV(given tenant.Secret) error {
	if given == "" {
		return nil
	}
	iv, err := given.Bytes()
	if err != nil || len(iv) != aes.BlockSize || !b.cbc {
		return fault.Field("iv", "is 16 bytes, and goes with a cbc cipher only")
	}
	b.iv = iv
	return nil
}

// seal is the content that holds the text.
func (b *box) seal(plain []byte) []byte {
	switch {
	case b.aead != nil:
		nonce := random(b.aead.NonceSize())
		return b.aead.Seal(nonce, nonce, plain, nil)
	case b.cbc && b.iv == nil:
		iv := random(aes.BlockSize)
		return append(iv, b.encipher(iv, plain)...)
	}
	return b.encipher(b.iv, plain)
}

// random is so many bytes that nobody can guess.
func random(n int) []byte {
	bytes := make([]byte, n)
	_, _ = rand.Read(bytes) // never fails
	return bytes
}

// encipher pads and enciphers; iv means nothing for ECB.
func (b *box) encipher(iv, plain []byte) []byte {
	fill := aes.BlockSize - len(plain)%aes.BlockSize
	text := make([]byte, len(plain)+fill)
	copy(text, plain)
	for i := len(plain); i < len(text); i++ {
		text[i] = byte(fill)
	}
	if b.cbc {
		cipher.NewCBCEncrypter(b.block, iv).CryptBlocks(text, text)
		return text
	}
	for at := 0; at < len(text); at += aes.BlockSize {
		b.block.Encrypt(text[at:], text[at:])
	}
	return text
}

// open is the text in a content. Where there is none it returns something that
// costs who reads it about as much, and false: nobody shall learn from our
// patience what was wrong.
func (b *box) open(sealed []byte) (plain []byte, fits bool) {
	if b.aead != nil {
		return b.openWhole(sealed)
	}
	text, fits := whole(sealed, b.cbc && b.iv == nil)
	switch {
	case b.cbc && b.iv == nil:
		iv, rest := text[:aes.BlockSize], text[aes.BlockSize:]
		cipher.NewCBCDecrypter(b.block, iv).CryptBlocks(rest, rest)
		text = rest
	case b.cbc:
		cipher.NewCBCDecrypter(b.block, b.iv).CryptBlocks(text, text)
	default:
		for at := 0; at < len(text); at += aes.BlockSize {
			b.block.Decrypt(text[at:], text[at:])
		}
	}
	fill, padded := padding(text)
	return text[:len(text)-fill], fits && padded
}

func (b *box) openWhole(sealed []byte) (plain []byte, fits bool) {
	least := b.aead.NonceSize() + b.aead.Overhead()
	fits = len(sealed) >= least
	if !fits {
		sealed = make([]byte, least)
	}
	nonce, rest := sealed[:b.aead.NonceSize()], sealed[b.aead.NonceSize():]
	plain, err := b.aead.Open(nil, nonce, rest, nil)
	if err != nil {
		return rest[:len(rest)-b.aead.Overhead()], false
	}
	return plain, fits
}

// whole is a copy of a content in whole blocks: at least one, or two where the
// first is the IV. It tells whether the content was so.
func whole(sealed []byte, withIV bool) (text []byte, was bool) {
	least := aes.BlockSize
	if withIV {
		least *= 2
	}
	text = make([]byte, max(least, len(sealed)/aes.BlockSize*aes.BlockSize))
	copy(text, sealed)
	return text, len(text) == len(sealed)
}

// padding tells how much of a text is its filling (PKCS#7), in the same time
// whether it is right or wrong, which makes it none.
func padding(text []byte) (fill int, right bool) {
	last := text[len(text)-1]
	fine := subtle.ConstantTimeLessOrEq(1, int(last)) & subtle.ConstantTimeLessOrEq(int(last), aes.BlockSize)
	for i := 1; i <= aes.BlockSize; i++ {
		inside := subtle.ConstantTimeLessOrEq(i, int(last))
		same := subtle.ConstantTimeByteEq(text[len(text)-i], last)
		fine &= same | (1 - inside)
	}
	return subtle.ConstantTimeSelect(fine, int(last), 0), fine == 1
}
