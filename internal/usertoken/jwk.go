package usertoken

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/json"
	"errors"

	"github.com/go-jose/go-jose/v4"
)

// minRSA is the size of RSA keys, in bits, under which they are broken. How
// large they may be is jose.MaxRSAModulusBits.
const minRSA = 1024

// readKeys reads the keys of a set with which we verify. One that is broken or
// of another kind is left out and does not spoil the others, as it would if the
// library read the whole set. A set that is empty is believed, one that is no
// set is not.
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
		if key, ok := readKey(raw); ok && len(keys) < maxKeys {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// readKey reads a public key that is there to verify RS256 or ES256. With a key
// whose private half is published everybody could sign: it is none of ours.
func readKey(raw []byte) (key setKey, ok bool) {
	var private struct {
		D *string `json:"d"`
	}
	var written jose.JSONWebKey
	if json.Unmarshal(raw, &private) != nil || private.D != nil || json.Unmarshal(raw, &written) != nil {
		return setKey{}, false
	}
	if written.Use != "" && written.Use != "sig" {
		return setKey{}, false
	}
	var alg string
	switch key := written.Key.(type) {
	case *rsa.PublicKey:
		if !sound(key) {
			return setKey{}, false
		}
		alg = rs256
	case *ecdsa.PublicKey: // on its curve, or the library had refused it
		alg = es256
	}
	ok = fits(alg, written.Key) && (written.Algorithm == "" || written.Algorithm == alg)
	return setKey{kid: written.KeyID, key: written.Key}, ok
}

// sound reports whether crypto/rsa would verify with the key at all.
func sound(key *rsa.PublicKey) bool {
	return key.N.BitLen() >= minRSA && key.N.Bit(0) == 1 && key.E >= 3 && key.E <= 1<<31-1 && key.E%2 == 1
}
