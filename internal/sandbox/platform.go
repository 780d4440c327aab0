package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultBasePath is the root of the contract (seed 002, 统一操作).
const DefaultBasePath = "/xxxApp/api"

// PlatformOptions shapes a Platform; the zero value works.
type PlatformOptions struct {
	BasePath string                // empty means DefaultBasePath
	Now      func() time.Time      // nil means time.Now
	Keep     int                   // how many calls and keys are remembered; 0 means 20,000
	Exists   func(url string) bool // whether a resource was ever there; nil means that all were
	Watch    func(Call)            // told of each call that was carried out for the first time; may be nil
}

// Platform is the business platform's half of the uplus contract (seed 002;
// PROTOCOLS §2). It is strict: every parameter must be there. It is safe for
// concurrent use.
type Platform struct {
	options PlatformOptions
	mux     *http.ServeMux

	mu      sync.Mutex
	state   state
	log     callLog
	mode    Failure
	release chan struct{} // closed when the mode changes
	hanging int
}

// NewPlatform makes a Platform that holds nothing yet.
func NewPlatform(options PlatformOptions) *Platform {
	if options.BasePath == "" {
		options.BasePath = DefaultBasePath
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Keep == 0 {
		options.Keep = 20_000
	}
	p := &Platform{options: options, mux: http.NewServeMux(), state: newState(), release: make(chan struct{})}
	p.log = newCallLog(options.Keep)
	base := strings.TrimSuffix(options.BasePath, "/")
	for _, rt := range routes {
		p.mux.HandleFunc(base+rt.pattern, func(w http.ResponseWriter, r *http.Request) { p.serve(w, r, rt.read) })
	}
	p.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { p.serve(w, r, nil) })
	return p
}

// reply is the contract's envelope with its HTTP status.
type reply struct {
	status int
	Ret    int    `json:"ret"`
	Code   string `json:"code"`
	Info   string `json:"info"`
}

func (r *refusal) reply(status int) reply {
	return reply{status: status, Ret: 1, Code: r.code, Info: r.info}
}

// ServeHTTP answers one call. Parameters come in the query string, by POST or
// GET; a body is not read.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

// serve answers a call to an address whose reader is read; nil means that the
// contract has no such address.
func (p *Platform) serve(w http.ResponseWriter, r *http.Request, read func(*http.Request) (Order, *refusal)) {
	call := Call{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(), Key: r.Header.Get("Idempotency-Key"), raw: r.URL.RawQuery}
	result, mode, failed := p.failure(r)
	if failed {
		p.record(call, result)
	} else {
		result = p.answer(r, call, read)
	}
	if mode == FailSilent || mode == FailHang {
		panic(http.ErrAbortHandler)
	}
	write(w, result)
}

func (p *Platform) answer(r *http.Request, call Call, read func(*http.Request) (Order, *refusal)) reply {
	result, ok := refuseOutright(r, call, read != nil)
	if !ok {
		return p.record(call, result)
	}
	order, bad := read(r)
	call.Order = order
	if bad != nil {
		return p.record(call, bad.reply(http.StatusOK))
	}
	return p.carryOut(call)
}

// maxKey bounds an idempotency key, in bytes.
const maxKey = 255

func refuseOutright(r *http.Request, call Call, known bool) (reply, bool) {
	switch {
	case !known:
		return (&refusal{"unknown_path", "there is no such address"}).reply(http.StatusNotFound), false
	case r.Method != http.MethodPost && r.Method != http.MethodGet:
		return (&refusal{"wrong_method", "only POST and GET"}).reply(http.StatusMethodNotAllowed), false
	case len(call.Key) > maxKey:
		return (&refusal{"wrong_key", "the Idempotency-Key is too long"}).reply(http.StatusBadRequest), false
	}
	return reply{}, true
}

// carryOut applies the call's order, once per key.
func (p *Platform) carryOut(call Call) reply {
	never := call.Order.Act == CheckRes && p.options.Exists != nil && !p.options.Exists(call.Order.URL) // without the lock: it is somebody else's code
	p.mu.Lock()
	now := p.options.Now()
	result, repeat := p.log.recall(call)
	if !repeat {
		result = p.apply(call.Order, never, now)
		call.Applied = result.Ret == 0
		p.log.remember(call, result)
	}
	call.At, call.Repeat = now, repeat
	p.log.add(call, result)
	p.mu.Unlock()
	if call.Applied && p.options.Watch != nil {
		p.options.Watch(call)
	}
	return result
}

// apply changes the state, and answers; never tells that the resource was never
// there. The caller holds the lock.
func (p *Platform) apply(order Order, never bool, now time.Time) reply {
	if _, deleted := p.state.deleted[order.URL]; order.Act == CheckRes && (deleted || never) {
		return (&refusal{"gone", "the resource is not there"}).reply(http.StatusOK)
	}
	p.state.apply(order, now)
	return reply{status: http.StatusOK}
}

// record logs a call that changes nothing.
func (p *Platform) record(call Call, result reply) reply {
	p.mu.Lock()
	defer p.mu.Unlock()
	call.At = p.options.Now()
	p.log.add(call, result)
	return result
}

func write(w http.ResponseWriter, result reply) {
	body, err := json.Marshal(result)
	if err != nil {
		panic("sandbox: an envelope of plain fields does not marshal: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(result.status)
	_, _ = w.Write(body) // the caller is gone: nobody to tell
}
