package sandbox

import (
	"context"
	"crypto/md5" //nolint:gosec // the contract's digest
	"encoding/hex"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Notice is one delivery of something that the call cloud tells, as it was sent.
type Notice struct {
	Kind int // 1 start, 2 end, 4 join, 5 leave, 400 evidence
	Body string
}

// herald tells Xiezhi what happens in calls, as the call cloud does, and has
// those who call registered, as the app's server does: one after the other, and
// again until it is taken.
type herald struct {
	client      *http.Client
	root        string
	key, secret string // the cloud's
	server      appServer
	now         func() time.Time
	firstWait   time.Duration
	callers     chan *duet
	queue       chan Notice

	mu  sync.Mutex
	log []Notice // the last that were taken
}

// The herald's limits.
const (
	callersLength = 8   // calls that wait for their numbers; what comes on top does not take place
	noticesLength = 256 // on their way; what comes on top waits in the play
	noticesKept   = 4000
	noticeMoment  = 2 * time.Second // for what is on its way at the end
)

func newHerald(o Options, client *http.Client) *herald {
	return &herald{
		client: client, root: o.Target, key: o.CloudKey, secret: o.CloudSecret,
		server: appServer{client, o.Target, o.PartyKey, o.PartySecret, o.Now}, now: o.Now, firstWait: firstWait, callers: make(chan *duet, callersLength), queue: make(chan Notice, noticesLength),
	}
}

// connect takes a call whose people are to get their numbers; false means that
// too many wait.
func (h *herald) connect(d *duet) bool {
	select {
	case h.callers <- d:
		return true
	default:
		return false
	}
}

// tell takes a notice; false means that too many wait.
func (h *herald) tell(n Notice) bool {
	select {
	case h.queue <- n:
		return true
	default:
		return false
	}
}

// run works until ctx ends. Connected is told each call once it has its numbers
// or cannot have them, refused why a notice was not taken.
func (h *herald) run(ctx context.Context, connected func(*duet, error), refused func(error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case d := <-h.callers:
			err := h.insist(ctx, func(ctx context.Context) error { return h.register(ctx, d) })
			if ctx.Err() == nil {
				connected(d, err)
			}
		case n := <-h.queue:
			err := h.insist(ctx, func(ctx context.Context) error { return h.deliver(ctx, n) })
			switch {
			case err == nil:
				h.keep(n)
			case ctx.Err() == nil:
				refused(err)
			}
		}
	}
}

// insist is silent where nobody answers: the courier says so.
func (h *herald) insist(ctx context.Context, try func(context.Context) error) error {
	return persist(ctx, h.firstWait, try, func(error) {})
}

func (h *herald) keep(n Notice) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = trim(append(h.log, n), noticesKept)
}

func (h *herald) taken() []Notice {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Notice(nil), h.log...)
}

// deliver sends a notice with its checksum, in which CurTime counts
// milliseconds (PROTOCOLS §6). What is on its way when ctx ends is given a
// moment, for Notices to say what Xiezhi took.
func (h *herald) deliver(ctx context.Context, n Notice) error {
	ctx, cancel := lasting(ctx, noticeMoment)
	defer cancel()
	digest := md5.Sum([]byte(n.Body)) //nolint:gosec // the contract's digest
	sum, curTime := hex.EncodeToString(digest[:]), strconv.FormatInt(h.now().UnixMilli(), 10)
	_, err := postJSON(ctx, h.client, h.root+"/netease/notify", []byte(n.Body), map[string]string{
		"AppKey": h.key, "CurTime": curTime, "MD5": sum, "CheckSum": sha1Hex(h.secret + sum + curTime),
	})
	return err
}

// lasting is a context that goes on for a moment after its parent has ended.
func lasting(parent context.Context, moment time.Duration) (ctx context.Context, cancel context.CancelFunc) {
	ctx, end := context.WithCancel(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		select {
		case <-ctx.Done():
		case <-time.After(moment):
			end()
		}
	})
	return ctx, func() { stop(); end() }
}

// register makes accounts of those in a call who are to have one, and takes
// the numbers that the accounts get (PROTOCOLS §7).
func (h *herald) register(ctx context.Context, d *duet) error {
	for _, seat := range d.seats {
		if seat.uid != 0 {
			continue
		}
		p := seat.person
		var got struct {
			RTCUid int64 `json:"rtcUid"`
		}
		err := h.server.ask(ctx, "user/createUser", map[string]any{
			"userUuid": p.id, "deviceId": "phone-" + p.id, "userName": p.name, "userToken": "token-" + p.uucid(),
		}, &got)
		if err != nil {
			return err
		}
		seat.uid = got.RTCUid
	}
	return nil
}
