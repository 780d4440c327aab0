package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// courier carries reports to Xiezhi, one after the other, and does not lose one
// while Xiezhi is away.
type courier struct {
	client      *http.Client
	root        string // Xiezhi's address with the app's prefix
	tokenKey    []byte
	serverToken string
	narrator    *narrator
	now         func() time.Time
	firstWait   time.Duration // after the first failure; doubled up to maxWait

	queue chan filing
	filed atomic.Int64
	away  bool // the last try found nobody; run's own
}

// The courier's limits. A report that finds the queue full is not filed: users
// give up too.
const (
	queueLength = 128
	firstWait   = time.Second
	maxWait     = 30 * time.Second
)

func newCourier(o Options, n *narrator) *courier {
	root := o.Target
	if o.App != "" {
		root += "/app/" + url.PathEscape(o.App)
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: dialLoopback}
	return &courier{
		client: &http.Client{
			Timeout:       10 * time.Second,
			Transport:     &http.Transport{DialContext: dialer.DialContext, MaxIdleConns: 4, IdleConnTimeout: time.Minute},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		root: root, tokenKey: []byte(o.TokenKey), serverToken: o.ServerToken,
		narrator: n, now: o.Now, firstWait: firstWait, queue: make(chan filing, queueLength),
	}
}

// file hands a filing over, unless too many wait already.
func (c *courier) file(f filing) {
	select {
	case c.queue <- f:
	default:
	}
}

// run asks first what may be reported, then files until ctx ends.
func (c *courier) run(ctx context.Context) {
	c.insist(ctx, c.greet)
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-c.queue:
			c.insist(ctx, func(ctx context.Context) error { return c.post(ctx, f) })
		}
	}
}

// errAway is a failure that may pass: nobody answers, or not now.
var errAway = errors.New("no answer")

// insist tries until it is answered, be it with a refusal, or ctx ends.
func (c *courier) insist(ctx context.Context, try func(context.Context) error) {
	if err := persist(ctx, c.firstWait, try, c.missed); ctx.Err() == nil {
		c.heard(err)
	}
}

// persist tries until it is answered or ctx ends, and returns the refusal.
// Missed is told each time that nobody answered.
func persist(ctx context.Context, wait time.Duration, try func(context.Context) error, missed func(error)) error {
	for ; ; wait = min(2*wait, maxWait) {
		err := try(ctx)
		if ctx.Err() != nil || !errors.Is(err, errAway) {
			return err
		}
		missed(err)
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return err
		}
	}
}

// missed says once that Xiezhi does not answer.
func (c *courier) missed(err error) {
	if !c.away {
		c.narrator.say(fmt.Sprintf("獬豸没有应答，稍后再试（%v）", err))
	}
	c.away = true
}

func (c *courier) heard(err error) {
	if c.away {
		c.narrator.say("獬豸恢复应答")
	}
	c.away = false
	if err != nil {
		c.narrator.say("〔被拒〕" + err.Error())
	}
}
