package usertoken

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
)

// The sizes of RSA keys that are looked at, in bits: smaller ones are broken,
// and larger ones cost whoever verifies.
const (
	minRSA = 1024
	maxRSA = 8192
)

// webKey is a key as a set writes it (RFC 7517; RFC 7518 §6.2 and §6.3). The
// private parts, if somebody publishes them, are not read.
type webKey struct {
	Kty string    `json:"kty"`
	Use string    `json:"use"`
	Alg string    `json:"alg"`
	Kid string    `json:"kid"`
	N   base64url `json:"n"`
	E   base64url `json:"e"`
	Crv string    `json:"crv"`
	X   base64url `json:"x"`
	Y   base64url `json:"y"`
}

// base64url is written in base64url without padding.
type base64url []byte

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *base64url) UnmarshalText(text []byte) (err error) {
	*b, err = base64.RawURLEncoding.AppendDecode(nil, text)
	return err
}

// readKeys reads the keys of a set with which we verify. One that is broken or
// of another kind is left out and does not spoil the others. A set that is
// empty is believed, one that is no set is not.
func readKeys(body []byte) ([]setKey, error) {
	var set struct {
		Keys *[]json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil {
		return nil, err
	}
	if set.Keys == nil {
		return nil, errors.New("the answer is no key set")
	}
	var keys []setKey
	for _, raw := range *set.Keys {
		var written webKey
		if json.Unmarshal(raw, &written) != nil {
			continue
		}
		if key, ok := written.public(); ok && len(keys) < maxKeys {
			keys = append(keys, setKey{kid: written.Kid, key: key})
		}
	}
	return keys, nil
}

// public is the key, where it is there to verify RS256 or ES256.
func (w webKey) public() (key any, ok bool) {
	if w.Use != "" && w.Use != "sig" {
		return nil, false
	}
	switch {
	case w.Kty == "RSA" && (w.Alg == "" || w.Alg == rs256):
		return w.rsa()
	case w.Kty == "EC" && w.Crv == "P-256" && (w.Alg == "" || w.Alg == es256):
		return w.p256()
	}
	return nil, false
}

func (w webKey) rsa() (key *rsa.PublicKey, ok bool) {
	if len(w.N) > maxRSA/8 || len(w.E) > 4 {
		return nil, false
	}
	n, e := new(big.Int).SetBytes(w.N), new(big.Int).SetBytes(w.E).Int64()
	ok = n.BitLen() >= minRSA && n.Bit(0) == 1 && e >= 3 && e <= 1<<31-1 && e%2 == 1
	return &rsa.PublicKey{N: n, E: int(e)}, ok
}

// p256 refuses a point that is not on the curve.
func (w webKey) p256() (key *ecdsa.PublicKey, ok bool) {
	const uncompressed, size = 4, 32
	if len(w.X) != size || len(w.Y) != size {
		return nil, false
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{uncompressed}, w.X, w.Y))
	return key, err == nil
}
