package presence

import (
	"log/slog"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options of a Roster. The zero value suits a node alone.
type Options struct {
	// Offline is after how long without a heartbeat the app's users are offline;
	// nil, and 0, mean DefaultOffline.
	Offline func(app string) time.Duration
	// Store is where several nodes tell each other; nil: there are no others.
	Store Store
	// Tell tells the other nodes at once who comes and goes; they hand it to Heard.
	// Nil: they hear it from the Store, a little later.
	Tell func([]byte)
	Now  func() time.Time // nil means time.Now
	Log  *slog.Logger     // nil means slog.Default()
}

// Roster is who is online, by app. Its methods may be called from any
// goroutine.
type Roster struct {
	offline func(app string) time.Duration
	now     func() time.Time

	rooms  atomic.Pointer[map[string]*room] // by app; never changed, but replaced
	build  sync.Mutex                       // of a room
	news   news
	share  *share // nil: there are no other nodes
	flash  *flash // nil: they are told by the share alone
	keeper keeper
}

// New makes a Roster with nobody in it. Until Start nobody hears of changes,
// and nothing is shared.
func New(o Options) *Roster {
	if o.Offline == nil {
		o.Offline = func(string) time.Duration { return DefaultOffline }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	r := &Roster{offline: o.Offline, now: o.Now}
	r.rooms.Store(&map[string]*room{})
	r.news.wake = make(chan struct{}, 1)
	r.keeper.log = o.Log
	if o.Store != nil {
		r.share = newShare(o.Store, rand.Int64(), r.millis())
		if o.Tell != nil {
			r.flash = newFlash(o.Tell)
		}
	}
	return r
}

// Beat is a heartbeat: the user is online. It returns his entry.
func (r *Roster) Beat(app, user string) Entry {
	room, at := r.room(app), r.instant()
	if e, ok := room.touch(user, at); ok {
		return e
	}
	return room.arrive(user, at)
}

// Leave makes the user offline at once, if he is not.
func (r *Roster) Leave(app, user string) { r.room(app).leave(user, r.instant()) }

// Online is the user's entry, if he is online.
func (r *Roster) Online(app, user string) (Entry, bool) { return r.room(app).find(user, r.instant()) }

// Count is how many are online.
func (r *Roster) Count(app string) int {
	room := r.room(app)
	room.expire(r.instant())
	room.list.RLock()
	defer room.list.RUnlock()
	return room.order.Len()
}

// room is the app's, which is made where there is none.
func (r *Roster) room(app string) *room {
	if known := (*r.rooms.Load())[app]; known != nil {
		return known
	}
	r.build.Lock()
	defer r.build.Unlock()
	rooms := maps.Clone(*r.rooms.Load())
	if rooms[app] == nil {
		app = strings.Clone(app)
		rooms[app] = newRoom(app, r.terms(app), r.millis(), &r.news, r.share != nil)
		rooms[app].flash = r.flash
		r.rooms.Store(&rooms)
	}
	return rooms[app]
}

func (r *Roster) terms(app string) terms {
	offline := r.offline(app)
	if offline <= 0 {
		offline = DefaultOffline
	}
	t := terms{offline: max(1, offline.Milliseconds())}
	if r.share != nil {
		t.slack = Slack.Milliseconds()
	}
	return t
}

func (r *Roster) millis() int64 { return r.now().UnixMilli() }

func (r *Roster) instant() instant {
	at := instant{now: r.millis()}
	at.listened = at.now
	if r.share != nil {
		at.listened = r.share.listened.Load()
	}
	return at
}
