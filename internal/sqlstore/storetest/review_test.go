package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestClaimsComeOldestFirstOverTheQueues(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		var list []int64
		for i, entrance := range []content.Entrance{content.UserProfile, content.ShowMessage, content.AlbumPicture, content.UserProfile, content.ShowMessage} {
			r := complaint(10-i, "reporter1") // the later, the older
			r.Entrance = entrance
			list = append(list, opened(t, store, r))
		}
		twin := complaint(6, "reporter2") // as old as the last: the id decides
		list = append(list, opened(t, store, twin))
		both := messages(1)
		both.Queues, both.Limit = []review.Queue{review.ProfileQueue, review.MessageQueue}, 3
		wantClaim(t, store, both, at(20), list[4], list[5], list[3])
		both.Reviewer = 2
		wantClaim(t, store, both, at(20), list[1], list[0])
		both.Reviewer = 3
		wantClaim(t, store, both, at(20))
	})
}

func TestClaimsKeepToTheirAppRiskAndRank(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		for list, user := range map[review.List]string{review.RiskList: "sender1", review.SpecialList: "sender2"} {
			_, err := store.AddListed(ctx, list, live, review.Listed{UserID: user, AddedAt: start})
			must(t, err)
		}
		risky, protected := opened(t, store, complaint(1, "a")), opened(t, store, complaint(2, "a"))
		foreign := complaint(3, "a")
		foreign.App = "other"
		elsewhere, ordinary := opened(t, store, foreign), opened(t, store, complaint(4, "a"))

		c := messages(1)
		c.Limit = 10
		wantClaim(t, store, c, at(9), ordinary)
		c.Reviewer, c.Risk = 2, true
		wantClaim(t, store, c, at(9), risky)
		c.Reviewer, c.Risk, c.App = 3, false, ""
		wantClaim(t, store, c, at(9), elsewhere)
		c.Reviewer, c.Senior = 4, true
		wantClaim(t, store, c, at(9), protected)
		c.App = live
		wantClaim(t, store, c, at(9), protected)
	})
}

func TestSeniorsGetTheOldestOfBothRanks(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		for _, user := range []string{"sender2", "sender4"} {
			_, err := store.AddListed(context.Background(), review.SpecialList, live, review.Listed{UserID: user, AddedAt: start})
			must(t, err)
		}
		var list []int64
		for i := range 5 {
			list = append(list, opened(t, store, complaint(i+1, "a")))
		}
		c := messages(1)
		c.Senior, c.Limit = true, 4
		wantClaim(t, store, c, at(9), list[:4]...)
	})
}

func TestWhatIsHeldComesFirstAndCounts(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		var list []int64
		for i := range 5 {
			list = append(list, opened(t, store, complaint(10-i, "a"))) // each older than the one before
		}
		c := messages(1)
		first := wantClaim(t, store, c, at(20), list[4])[0]
		if first.State != review.Leased || first.Holder != 1 || first.Version != 2 || len(first.LeaseToken) != 32 || !first.LeaseUntil.Equal(at(80)) {
			t.Fatalf("lent %+v", first)
		}
		same(t, first, wantClaim(t, store, c, at(30), list[4])[0])
		older := complaint(1, "b")
		oldest := opened(t, store, older)
		c.Limit, c.Lease = 3, time.Second // a new lease may end before the old one
		got := wantClaim(t, store, c, at(40), list[4], oldest, list[3])
		same(t, first, got[0])
		if got[1].LeaseToken == got[2].LeaseToken {
			t.Fatal("two leases share a token")
		}
		c.Limit = 1
		wantClaim(t, store, c, at(40), oldest) // the oldest lease is the one that ends first
		album := c
		album.Queues = []review.Queue{review.AlbumQueue}
		wantClaim(t, store, album, at(40))
		other := messages(2)
		other.Limit = 10
		wantClaim(t, store, other, at(40), list[2], list[1], list[0])
	})
}

func TestClaimOfNothingLendsNothing(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		for i := range review.MaxClaim + 1 {
			opened(t, store, complaint(i, "a"))
		}
		for _, limit := range []int{0, -1} {
			c := messages(1)
			c.Limit = limit
			wantClaim(t, store, c, at(200))
		}
		c := messages(1)
		c.Limit = review.MaxClaim + 1
		same(t, review.MaxClaim, len(claim(t, store, c, at(200))))
	})
}

func TestLeaseThatRanOutGoesBack(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		caseID := opened(t, store, complaint(1, "a"))
		old := wantClaim(t, store, messages(1), at(10), caseID)[0] // until 70
		wantClaim(t, store, messages(2), at(69))
		next := wantClaim(t, store, messages(2), at(70), caseID)[0]
		if next.Version != old.Version+2 || next.LeaseToken == old.LeaseToken || next.Holder != 2 || !next.OpenedAt.Equal(old.OpenedAt) {
			t.Fatalf("after %+v lent %+v", old, next)
		}
		wantClaim(t, store, messages(1), at(71))
	})
}

func TestReturnExpiredPutsBackAtMostItsLimit(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		for i := range 3 {
			opened(t, store, complaint(i, "a"))
			claim(t, store, messages(int64(i+1)), at(i))
		}
		for _, step := range []struct{ now, limit, want int }{{59, 9, 0}, {60, 9, 1}, {100, 1, 1}, {100, 9, 1}, {100, 9, 0}, {100, 0, 0}} {
			n, err := store.ReturnExpired(ctx, at(step.now), step.limit)
			must(t, err)
			same(t, step.want, n)
		}
		c, _ := look(t, store, 1)
		if c.State != review.Open || c.Holder != 0 || c.LeaseToken != "" || !c.LeaseUntil.IsZero() || c.Version != 3 {
			t.Fatalf("put back as %+v", c)
		}
	})
}

func TestRemainingCountsWhatIsUndecided(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		_, err := store.AddListed(context.Background(), review.RiskList, live, review.Listed{UserID: "sender9", AddedAt: start})
		must(t, err)
		profile, foreign := complaint(3, "a"), complaint(4, "a")
		profile.Entrance, foreign.App = content.UserProfile, "other"
		decided := opened(t, store, complaint(0, "a"))
		for _, r := range []review.Report{complaint(1, "a"), complaint(2, "a"), profile, foreign, complaint(9, "a")} {
			opened(t, store, r)
		}
		must(t, decide(store, decided, at(5)))
		claim(t, store, messages(1), at(10)) // held ones count
		same(t, map[review.Queue]int{review.MessageQueue: 2, review.ProfileQueue: 1}, remaining(t, store, live, false))
		same(t, map[review.Queue]int{review.MessageQueue: 3, review.ProfileQueue: 1}, remaining(t, store, "", false))
		same(t, map[review.Queue]int{review.MessageQueue: 1}, remaining(t, store, live, true))
		same(t, map[review.Queue]int{review.MessageQueue: 1}, remaining(t, store, "", true))
	})
}
