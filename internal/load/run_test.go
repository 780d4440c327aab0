package load

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener in memory, so that servers live in a test's own time.
type pipes struct {
	calls  chan net.Conn
	closed context.Context
	close  context.CancelFunc
}

func newPipes() *pipes {
	p := &pipes{calls: make(chan net.Conn)}
	p.closed, p.close = context.WithCancel(context.Background())
	return p
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.closed.Done():
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.close()
	return nil
}

func (*pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.calls <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve starts a server in the test's own time.
func serve(t *testing.T, handler http.HandlerFunc) server {
	t.Helper()
	line := newPipes()
	s := &httptest.Server{Listener: line, Config: &http.Server{Handler: handler}}
	s.Start()
	wire := &http.Transport{DialContext: line.dial, MaxIdleConnsPerHost: 1000}
	t.Cleanup(func() {
		wire.CloseIdleConnections()
		s.Close()
	})
	return server{root: "http://127.0.0.1", client: &http.Client{Transport: wire, Timeout: 10 * time.Second}}
}

// getter asks for a page.
type getter struct{ server }

func (getter) Prepare(context.Context) error { return nil }

func (g getter) Send(ctx context.Context, due time.Time, tell func(Answer)) {
	got, err := g.ask(ctx, question{method: http.MethodGet, path: "/"})
	tell(judged("page", due, got, err))
}

// run sends pages by a plan and gives the row they make.
func run(t *testing.T, plan Plan, rate float64, s server) Row {
	t.Helper()
	result, err := Run(t.Context(), plan, []Stream{{Name: "page", Rate: rate, Sender: getter{s}}}, nil)
	if err != nil || len(result.Rows) != 1 {
		t.Fatal(result, err)
	}
	return result.Rows[0]
}

func near(value, wanted, by float64) bool { return value >= wanted-by && value <= wanted+by }

// A server stalls for one second of ten. A client that waits for its answers
// would have met that once for each of its connections; here each tenth request was due in it.
func TestAStallShowsInEveryRequestThatWasDueInIt(t *testing.T) {
	t.Parallel()
	for _, inFlight := range []int{4, 1000} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			row := run(t, Plan{For: 10 * time.Second, InFlight: inFlight}, 100, serve(t, func(http.ResponseWriter, *http.Request) {
				if gone := time.Since(began); gone >= 5*time.Second && gone < 6*time.Second {
					<-time.After(6*time.Second - gone)
				}
			}))
			if row.Answered != 1000 || row.Offered != 1000 || row.Errors != 0 || row.Unsent != 0 {
				t.Errorf("%+v", row)
			}
			if row.P50 > 1 || !near(row.P99, 900, 20) || !near(row.P999, 990, 20) || !near(row.Max, 1000, 5) {
				t.Errorf("with %d in flight: %+v", inFlight, row)
			}
			if wanted := map[bool]float64{true: 95, false: 0}[inFlight == 4]; !near(float64(row.Late), wanted, 2) {
				t.Errorf("%d were late, want %g", row.Late, wanted)
			}
		})
	}
}

func TestLatenciesAreThoseOfTheServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var number atomic.Int64
		row := run(t, Plan{For: 20 * time.Second, InFlight: 100}, 50, serve(t, func(http.ResponseWriter, *http.Request) {
			if number.Add(1)%20 == 0 {
				<-time.After(300 * time.Millisecond)
				return
			}
			<-time.After(20 * time.Millisecond)
		}))
		if !near(row.P50, 20, 0.1) || !near(row.P90, 20, 0.1) || !near(row.P99, 300, 1) || !near(row.PerSec, 50, 1) {
			t.Errorf("%+v", row)
		}
	})
}

func TestTheRateIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, func(http.ResponseWriter, *http.Request) {})
		if row := run(t, Plan{For: 3 * time.Second, InFlight: 10}, 333, s); row.Offered != 999 || row.Answered != 999 {
			t.Errorf("evenly: %+v", row)
		}
		row := run(t, Plan{For: 20 * time.Second, InFlight: 100, Poisson: true, Seed: 7}, 200, s)
		if !near(float64(row.Offered), 4000, 200) || row.Answered != row.Offered {
			t.Errorf("by chance: %+v", row)
		}
		if again := run(t, Plan{For: 20 * time.Second, InFlight: 100, Poisson: true, Seed: 7}, 200, s); again.Offered != row.Offered {
			t.Errorf("the same chance gave %d and %d", row.Offered, again.Offered)
		}
	})
}

func TestWhatIsNeverSentIsCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-time.After(4 * time.Second)
		})
		result, err := Run(t.Context(), Plan{For: 2 * time.Second, InFlight: 3}, []Stream{{Name: "page", Rate: 10, Sender: getter{s}}}, nil)
		if row := result.Rows[0]; err != nil || row.Offered != 20 || row.Answered != 3 || row.Unsent != 17 || !result.Failed() {
			t.Errorf("%+v %v", row, err)
		}
	})
}

func TestErrorsAreCountedByWhatWasSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var number atomic.Int64
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			switch n := number.Add(1); {
			case n%10 == 0:
				w.WriteHeader(http.StatusServiceUnavailable)
				_, _ = io.WriteString(w, `{"code":"unavailable"}`)
			case n%25 == 0:
				<-r.Context().Done()
			}
		})
		row := run(t, Plan{For: 10 * time.Second, InFlight: 100}, 10, s)
		codes := map[string]int64{}
		for _, c := range row.Codes {
			codes[c.Code] = c.Number
		}
		if row.Errors != 12 || codes["HTTP 503 unavailable"] != 10 || codes["timed out"] != 2 || codes[""] != 88 {
			t.Errorf("%+v", row)
		}
	})
}

func TestAnEndBeforeTheEndIsNoError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, func(http.ResponseWriter, *http.Request) { <-time.After(time.Second) })
		ctx, stop := context.WithTimeout(t.Context(), 5500*time.Millisecond)
		defer stop()
		told := 0
		result, err := Run(ctx, Plan{For: time.Hour, InFlight: 100}, []Stream{{Name: "page", Rate: 10, Sender: getter{s}}}, func(p Progress) {
			if told++; p.Gone != time.Duration(told)*time.Second {
				t.Errorf("told at %s", p.Gone)
			}
		})
		if row := result.Rows[0]; err != nil || row.Answered < 44 || row.Answered > 46 || result.Failed() || told < 5 || !near(result.Seconds, 5.5, 0.1) {
			t.Errorf("%+v %v", result, err)
		}
	})
}
