package staff

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"runtime"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Cost is what one hash takes. The zero value means DefaultCost.
type Cost struct {
	Memory     uint32 // KiB
	Iterations uint32
}

// DefaultCost is 19 MiB and two rounds, as OWASP asks for at least.
var DefaultCost = Cost{Memory: 19 << 10, Iterations: 2}

// waitersPerSlot bounds the queue for a hash: more would wait for seconds.
const waitersPerSlot = 64

// busyFor is how long somebody is asked to wait when the queue is full.
const busyFor = 2 * time.Second

// hasher makes and verifies password hashes, no more at once than there are
// processors, so that log-ins can exhaust neither memory nor the machine.
type hasher struct {
	params  argon2id.Params
	slots   chan struct{} // one token for each hash that may run
	waiting chan struct{} // one token for each caller in or before a slot
}

func newHasher(cost Cost) *hasher {
	if cost == (Cost{}) {
		cost = DefaultCost
	}
	n := runtime.GOMAXPROCS(0)
	return &hasher{
		params: argon2id.Params{Memory: cost.Memory, Iterations: cost.Iterations,
			Parallelism: 1, SaltLength: 16, KeyLength: 32},
		slots:   make(chan struct{}, n),
		waiting: make(chan struct{}, n*waitersPerSlot),
	}
}

// run does the work in a slot. It returns an Unavailable fault where too many
// wait already, or where the context ends before a slot is free.
func (h *hasher) run(ctx context.Context, work func() error) error {
	select {
	case h.waiting <- struct{}{}:
		defer func() { <-h.waiting }()
	default:
		return &fault.Error{Kind: fault.Unavailable, Message: "too many log-ins at once", RetryAfter: busyFor}
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, ctx.Err(), "the log-in was given up")
	}
	return work()
}

func (h *hasher) hash(ctx context.Context, password string) (hash string, err error) {
	err = h.run(ctx, func() error {
		hash, err = argon2id.CreateHash(password, &h.params)
		return err
	})
	return hash, err
}

// verify compares inside a slot. Stale means that the hash was made at another
// cost and should be made anew.
func (h *hasher) verify(password, hash string) (match, stale bool, err error) {
	match, params, err := argon2id.CheckHash(password, hash)
	if err != nil {
		return false, false, err
	}
	return match, *params != h.params, nil
}

// dummy is a hash of the current cost whose password nobody knows, to be
// verified where there is no account. It takes no work to make.
func (h *hasher) dummy() string {
	random := func(n uint32) string {
		raw := make([]byte, n)
		_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
		return base64.RawStdEncoding.EncodeToString(raw)
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.params.Memory, h.params.Iterations, h.params.Parallelism, random(h.params.SaltLength), random(h.params.KeyLength))
}
