package delivery

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// porter is a carrier that notes what it is given, after it said each of its
// answers once.
type porter struct {
	mu      sync.Mutex
	answers []error
	keys    []string
	bounded bool
}

func (p *porter) Carry(ctx context.Context, _ tenant.App, event outbox.Event) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, p.bounded = ctx.Deadline()
	p.keys = append(p.keys, event.Key)
	if len(p.answers) == 0 {
		return nil
	}
	answer := p.answers[0]
	p.answers = p.answers[1:]
	return answer
}

// picky is an encoder that reaches one app.
type picky struct {
	plainEncoder
	app string
}

func (p picky) Reaches(app tenant.App) bool { return app.ID == p.app }

func TestACarrierTakesItsChannel(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		answers []error
		want    []outbox.Outcome
		state   outbox.State
	}{
		{"takes it", nil, []outbox.Outcome{outbox.Done}, outbox.Delivered},
		{"takes it later", []error{errors.New("busy"), fault.New(fault.Unavailable, "", "busy")},
			[]outbox.Outcome{outbox.Failed, outbox.Failed, outbox.Done}, outbox.Delivered},
		{"never can", []error{fault.New(fault.Invalid, "", "no")}, []outbox.Outcome{outbox.Refused}, outbox.Dead},
		{"comes too late", []error{fault.New(fault.Invalid, outbox.CodeLate, "too late")}, []outbox.Outcome{outbox.Done}, outbox.Delivered},
		{"knows nobody", []error{fault.New(fault.NotFound, "", "no")}, []outbox.Outcome{outbox.Refused}, outbox.Dead},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			clock, store, p := newHands(), newShelf(event("live", "user:1", "mute")), &porter{answers: test.answers}
			watched := make(chan bool, 9)
			start(t, Options{
				Store: store, Apps: apps{"live": {ID: "live"}}, Now: clock.Now, Carriers: map[string]Carrier{"plain": p},
				Watch: func(_ outbox.Event, _ outbox.Attempt, dead bool) { watched <- dead },
			})
			until(t, "all is settled", func() bool { clock.turn(time.Second); return settled(store)() })
			var got []outbox.Outcome
			for _, attempt := range store.tried(1) {
				got = append(got, attempt.Outcome)
			}
			if len(got) != len(test.want) || got[len(got)-1] != test.want[len(got)-1] || store.states()[0] != test.state {
				t.Errorf("came to %v, %s; want %v, %s", got, store.states()[0], test.want, test.state)
			}
			for i := range got {
				if dead := <-watched; dead != (i == len(got)-1 && test.state == outbox.Dead) {
					t.Errorf("watching attempt %d: dead %v", i+1, dead)
				}
			}
			if p.keys[0] != "key-mute" || !p.bounded {
				t.Errorf("the carrier was given %q, bounded %v", p.keys, p.bounded)
			}
		})
	}
}

func TestAnEncoderThatChoosesLeavesTheRestToTheCarrier(t *testing.T) {
	t.Parallel()
	r := receive(t, func(w http.ResponseWriter, r *http.Request, kind string) { sayYes(w, r, kind) })
	p := new(porter)
	d := New(Options{
		Apps: apps{"far": appAt("far", r.URL), "near": appAt("near", r.URL)}, Client: loopbackClient(0),
		Encoders: map[string]Encoder{"plain": picky{app: "far"}}, Carriers: map[string]Carrier{"plain": p},
	})
	for _, app := range []string{"far", "near"} {
		if got := d.attempt(t.Context(), event(app, "user:1", app)); got.outcome != outbox.Done {
			t.Errorf("%s: %+v", app, got)
		}
	}
	if len(p.keys) != 1 || p.keys[0] != "key-near" || r.kinds() != "far" {
		t.Errorf("carried %q, called for %q", p.keys, r.kinds())
	}
}
