package sandbox

import "net/http"

// Failure is a way in which the platform does not do what it is asked.
// Refusing connections is Server.Down.
type Failure int

// The failures.
const (
	FailNone   Failure = iota
	Fail503            // 503 without carrying the call out
	Fail429            // 429 likewise
	FailHang           // no answer until Fail is called with another mode, or the client is gone; then as usual
	FailRet1           // HTTP 200 with ret 1, a definite refusal
	FailSilent         // carries the call out and breaks the connection instead of answering
)

// Fail makes every call from now on fail in the given way, and lets go of the
// calls that hang.
func (p *Platform) Fail(mode Failure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mode = mode
	close(p.release)
	p.release = make(chan struct{})
}

// Hanging is the number of calls that hang now.
func (p *Platform) Hanging() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hanging
}

// failure answers a call in place of the contract, as the mode wants it; ok is
// false where the call is to be served as usual.
func (p *Platform) failure(r *http.Request) (result reply, mode Failure, ok bool) {
	switch mode = p.await(r); mode {
	case Fail503:
		return reply{status: http.StatusServiceUnavailable, Ret: 1, Code: "unavailable", Info: "down for a while"}, mode, true
	case Fail429:
		return reply{status: http.StatusTooManyRequests, Ret: 1, Code: "too_many", Info: "slow down"}, mode, true
	case FailRet1:
		return reply{status: http.StatusOK, Ret: 1, Code: "refused", Info: "not today"}, mode, true
	case FailHang: // still hanging when the client went
		return reply{Ret: 1, Code: "gone"}, mode, true
	}
	return reply{}, mode, false
}

// await returns the mode in force, after the wait that FailHang asks for.
func (p *Platform) await(r *http.Request) Failure {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.mode == FailHang {
		release := p.release
		p.hanging++
		p.mu.Unlock()
		var gone bool
		select {
		case <-release:
		case <-r.Context().Done():
			gone = true
		}
		p.mu.Lock()
		p.hanging--
		if gone {
			return FailHang
		}
	}
	return p.mode
}
