package media

import (
	"context"
	"io"
	"path/filepath"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// Kind tells pictures from what is played.
type Kind string

// The kinds.
const (
	Picture Kind = "picture"
	Clip    Kind = "clip" // a sound or a film
)

// Form is one way to show a medium.
type Form string

// The forms. A clip has only Full.
const (
	Full  Form = "full"  // at most fullSide pixels a side
	Thumb Form = "thumb" // at most thumbSide
	Veil  Form = "veil"  // at most veilSide, grey and blurred: nothing can be made out
)

// Known reports whether there is such a form.
func (f Form) Known() bool { return f == Full || f == Thumb || f == Veil }

// Wanted is a medium that somebody asks for.
type Wanted struct {
	Address string // absolute; see Resolve
	Kind    Kind
	// Name makes a copy of its own of what is at the address, so that nothing that
	// is there later takes its place. Empty: everybody's copy.
	Name string
	// Since is when the address was reported: what was fetched earlier may be
	// something else and is fetched anew. Zero means that any copy will do.
	Since time.Time
}

// File is a medium in one form, to be read and closed.
type File struct {
	io.ReadSeekCloser
	Type   string // media type
	ETag   string // with its quotes
	Frames int    // of an animation, of which only the first is shown; 1 for none
	Digest string // SHA-256 of the medium as it came, in hex
}

// Client opens foreign addresses; see egress.
type Client interface {
	Open(ctx context.Context, rawURL string) (*egress.Answer, error)
}

// Options are the parts and bounds of a Service. Dir, Client and Now are
// required; the bounds' zero values mean the defaults.
type Options struct {
	Dir    string // of its own: what it does not know there it removes
	Client Client
	Now    func() time.Time
	Vault  Vault // where media lie for good that Keep has fetched; nil: in Dir

	Space        int64         // bytes on disk
	KeepFor      time.Duration // what nobody looked at for so long is put away
	PictureLimit int64         // bytes of a picture as it comes
	ClipLimit    int64         // bytes of a sound or film
	PictureTime  time.Duration // for fetching it
	ClipTime     time.Duration
}

// The bounds' defaults.
const (
	Space        = 2 << 30
	KeepFor      = 30 * 24 * time.Hour
	PictureLimit = 20 << 20
	ClipLimit    = 200 << 20
	PictureTime  = 20 * time.Second
	ClipTime     = 90 * time.Second
)

// How much is fetched at once.
const (
	picturesAtOnce = 16
	clipsAtOnce    = 4
)

// Service fetches media and keeps them. It is safe for concurrent use.
type Service struct {
	client Client
	now    func() time.Time
	shelf  *shelf
	vault  Vault // nil for none
	rules  map[Kind]rule
	easel  easel

	mu       sync.Mutex // guards what follows
	flights  map[string]*flight
	failures map[string]failure
}

// rule bounds the fetching of a kind.
type rule struct {
	limit int64 // bytes
	time  time.Duration
	slots chan struct{}
}

// New makes a Service on a folder, which it makes where it is missing, and
// takes over what an earlier one has left there.
func New(o Options) (*Service, error) {
	o = withDefaults(o)
	kept, err := openShelf(filepath.Clean(o.Dir), o.Space, o.KeepFor, o.Now)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the folder of media cannot be used")
	}
	return &Service{
		client: o.Client, now: o.Now, shelf: kept, vault: o.Vault, easel: newEasel(),
		rules: map[Kind]rule{
			Picture: {o.PictureLimit, o.PictureTime, make(chan struct{}, picturesAtOnce)},
			Clip:    {o.ClipLimit, o.ClipTime, make(chan struct{}, clipsAtOnce)},
		},
		flights: map[string]*flight{}, failures: map[string]failure{},
	}, nil
}

func withDefaults(o Options) Options {
	orElse(&o.Space, Space)
	orElse(&o.KeepFor, KeepFor)
	orElse(&o.PictureLimit, PictureLimit)
	orElse(&o.ClipLimit, ClipLimit)
	orElse(&o.PictureTime, PictureTime)
	orElse(&o.ClipTime, ClipTime)
	return o
}

func orElse[T int64 | time.Duration](value *T, usual T) {
	if *value == 0 {
		*value = usual
	}
}

// Open returns a medium in a form, fetching it where no copy is kept. What is
// asked for several times at once is fetched once. The errors have the codes of
// this room; those without one are our own trouble.
func (s *Service) Open(ctx context.Context, wanted Wanted, form Form) (*File, error) {
	key := keyOf(wanted)
	for {
		if file, kept, err := s.find(ctx, key, form, wanted.Since); kept || err != nil {
			return file, err
		}
		retry, err := s.fetchOnce(ctx, key, wanted)
		if retry {
			continue
		}
		file, kept, openErr := s.find(ctx, key, form, time.Time{})
		switch {
		case err != nil && (!kept || !outlives(err)):
			if kept {
				_ = file.Close() // is older than what is asked for
			}
			return nil, err
		case openErr != nil:
			return nil, openErr
		case !kept:
			return nil, errTooSmall()
		}
		return file, nil // the new copy or, of an address that is dead by now, what it last showed
	}
}

// Tidy forgets failures that have had their time and media that nobody has
// looked at for long. It is to be called now and then.
func (s *Service) Tidy(ctx context.Context) error {
	s.forgetFailures()
	return s.shelf.tidy(ctx)
}
