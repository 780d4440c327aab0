package bus

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// nodeID is a node from its start to its end, and of no use after that.
type nodeID [16]byte

func newNodeID() (id nodeID) {
	_, _ = rand.Read(id[:]) // never fails: crypto/rand aborts the program instead
	return id
}

func (id nodeID) String() string { return hex.EncodeToString(id[:]) }

// A sealed message begins with the id of the key, the node and the message's
// number. A node seals under a key of its own, so that the number is a nonce
// that never comes twice; what is sealed is when, in unix milliseconds, and the
// data. All of that and the subject are what the seal holds together.
const (
	keyIDSize = 4
	headSize  = keyIDSize + len(nodeID{}) + 8
	nonceSize = 12
)

// freshFor is how old a message may be, and how far nodes' clocks may be apart.
const freshFor = time.Minute

// maxSessions bounds how many nodes' keys are remembered.
const maxSessions = 256

// message is what a node said.
type message struct {
	from nodeID
	seq  uint64
	at   time.Time
	data []byte
}

// fresh refuses what is said again by somebody who kept it.
func (m message) fresh(now time.Time) error {
	if age := now.Sub(m.at); age > freshFor || age < -freshFor {
		return fault.New(fault.Invalid, "", "a message of another time")
	}
	return nil
}

// key is one of the secrets that the nodes share, and what is derived from it.
type key struct {
	id    [keyIDSize]byte
	seals []byte
	route identity
}

func newKey(secret []byte) key {
	return key{id: [keyIDSize]byte(derive(secret, "key id", keyIDSize)), seals: derive(secret, "seal", 32), route: newIdentity(derive(secret, "route", 32))}
}

// derive never fails: its lengths are ours.
func derive(secret []byte, purpose string, size int) []byte {
	derived, err := hkdf.Expand(sha256.New, secret, "xiezhi bus: "+purpose, size)
	if err != nil {
		panic(err)
	}
	return derived
}

// session is one node under one key.
type session struct {
	key  [keyIDSize]byte
	node nodeID
}

// ring seals what this node says and opens what all do.
type ring struct {
	self    nodeID
	secrets func() [][]byte

	mu       sync.Mutex
	keys     []key // the first seals
	sessions map[session]cipher.AEAD
}

func newRing(self nodeID, secrets func() [][]byte) *ring {
	r := &ring{self: self, secrets: secrets, sessions: map[session]cipher.AEAD{}}
	r.renew()
	return r
}

// renew takes over keys that have changed.
func (r *ring) renew() {
	var keys []key
	for _, secret := range r.secrets() {
		keys = append(keys, newKey(secret))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys = keys
}

func (r *ring) all() []key {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.keys
}

// aead is a node's under a key. Those that opened nothing are not remembered.
func (r *ring) aead(k key, node nodeID) cipher.AEAD {
	r.mu.Lock()
	known := r.sessions[session{k.id, node}]
	r.mu.Unlock()
	if known != nil {
		return known
	}
	block, err := aes.NewCipher(derive(k.seals, "node "+node.String(), 32))
	if err != nil {
		panic(err) // the key's size is ours
	}
	made, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return made
}

func (r *ring) remember(k key, node nodeID, aead cipher.AEAD) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.sessions) >= maxSessions {
		clear(r.sessions)
	}
	r.sessions[session{k.id, node}] = aead
}

func (r *ring) seal(subject string, seq uint64, at time.Time, data []byte) []byte {
	k := r.all()[0]
	sealed := make([]byte, 0, headSize+8+len(data)+16)
	sealed = append(append(sealed, k.id[:]...), r.self[:]...)
	sealed = binary.BigEndian.AppendUint64(sealed, seq)
	plain := append(binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(data)), uint64(at.UnixMilli())), data...)
	aead := r.aead(k, r.self)
	r.remember(k, r.self, aead)
	return aead.Seal(sealed, nonce(seq), plain, bound(subject, sealed))
}

// open opens what was sealed for the subject by somebody who has a key of ours.
func (r *ring) open(subject string, raw []byte) (m message, err error) {
	if len(raw) < headSize || len(raw) > MaxData+overhead {
		return m, fault.New(fault.Invalid, "", "no message of ours")
	}
	head, sealed := raw[:headSize], raw[headSize:]
	m.from = nodeID(head[keyIDSize:])
	m.seq = binary.BigEndian.Uint64(head[headSize-8:])
	for _, k := range r.all() {
		if k.id != [keyIDSize]byte(head) {
			continue
		}
		aead := r.aead(k, m.from)
		plain, err := aead.Open(nil, nonce(m.seq), sealed, bound(subject, head))
		if err != nil || len(plain) < 8 {
			break
		}
		r.remember(k, m.from, aead)
		m.at, m.data = time.UnixMilli(int64(binary.BigEndian.Uint64(plain))), plain[8:]
		return m, nil
	}
	return m, fault.New(fault.Invalid, "", "sealed by a stranger")
}

func nonce(seq uint64) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, nonceSize-8, nonceSize), seq)
}

// bound is what the seal holds together with the data.
func bound(subject string, head []byte) []byte {
	return append(append([]byte(subject), 0), head...)
}
