package pictures

import (
	"context"
	"math/rand/v2"
	"time"
)

// How the work is spread. A loan outlasts everything that a check may take.
const (
	atOnce    = 8 // checks
	ofOneApp  = 4 // of them: nobody's slow pictures hold up the others'
	loan      = 3 * time.Minute
	loanSpare = 20 * time.Second // for writing what came of it
	lookEvery = 500 * time.Millisecond
)

// Start begins to look at what is due; Stop ends it.
func (s *Service) Start() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.running.Go(func() { s.run(ctx) })
}

// Stop breaks off what is under way and waits for it. Whoever works on this
// store looks at those pictures again. Without a Start it does nothing.
func (s *Service) Stop() {
	if s.stop != nil {
		s.stop()
		s.running.Wait()
	}
}

// desk is how many checks are under way, of each app and in all. Only run
// changes it.
type desk struct {
	of    map[string]int
	all   int
	ended chan string // the app of each that ends
}

func (s *Service) run(ctx context.Context) {
	d := &desk{of: map[string]int{}, ended: make(chan string, atOnce)}
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	failing := false
	for {
		more, err := s.begin(ctx, d)
		if err != nil && !failing && ctx.Err() == nil { // said once, not twice a second
			s.log.ErrorContext(ctx, "pictures wait to be checked", "error", err)
		}
		failing = err != nil
		if more && err == nil {
			select {
			case app := <-d.ended: // at once, for more wait
				d.end(app)
				continue
			case <-ctx.Done():
				return
			}
		}
		select {
		case app := <-d.ended:
			d.end(app)
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (d *desk) end(app string) {
	d.all--
	if d.of[app]--; d.of[app] == 0 {
		delete(d.of, app)
	}
}

// begin begins what there is room for, and reports whether more may wait for
// it.
func (s *Service) begin(ctx context.Context, d *desk) (more bool, err error) {
	if d.all == atOnce {
		return true, nil
	}
	apps, err := s.store.DuePictures(ctx, s.now())
	if err != nil {
		return false, err
	}
	rand.Shuffle(len(apps), func(i, j int) { apps[i], apps[j] = apps[j], apps[i] }) // nobody is always the last
	for _, app := range apps {
		room := min(ofOneApp-d.of[app], atOnce-d.all)
		if room <= 0 {
			more = true
			continue
		}
		checks, err := s.store.ClaimPictures(ctx, app, room, s.now(), s.now().Add(loan))
		if err != nil {
			return false, err
		}
		for _, check := range checks {
			d.of[app]++
			d.all++
			s.running.Go(func() {
				s.check(ctx, check)
				d.ended <- check.Record.App
			})
		}
		more = more || len(checks) == room
	}
	return more && d.all > 0, nil
}
