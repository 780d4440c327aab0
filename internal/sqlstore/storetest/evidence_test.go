package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// callDesk is a desk beside which a call's cloud tells things.
type callDesk struct {
	*desk
	store *sqlstore.Store
	told  int
}

func newCallDesk(t *testing.T, store *sqlstore.Store) *callDesk {
	t.Helper()
	d := &callDesk{desk: newDesk(t, store), store: store}
	d.app.Netease = &tenant.Netease{AppKey: "k", AppSecret: "s", RTCBaseURL: "http://rtc.example", IMBaseURL: "http://im.example", SubmitAudit: true}
	return d
}

// tell keeps a notice and takes it on loan.
func (d *callDesk) tell(key string) evidence.Notice {
	d.t.Helper()
	ctx := context.Background()
	d.told++
	key += fmt.Sprint(" ", d.told)
	must(d.t, d.store.KeepNotice(ctx, evidence.Notice{App: live, Kind: evidence.Found, Key: key, Body: json.RawMessage(`{}`), ReceivedAt: d.now}))
	notices, err := d.store.ClaimNotices(ctx, 1, d.now, d.now.Add(time.Minute))
	must(d.t, err)
	same(d.t, 1, len(notices))
	return notices[0]
}

func (d *callDesk) step(kind evidence.Kind, uid, user string, at time.Duration) {
	d.t.Helper()
	step := evidence.Step{Kind: kind, Seat: content.Seat{ChannelID: "7", ChannelName: "room", UID: uid}, User: user, At: start.Add(at)}
	n := d.tell(fmt.Sprint("step ", kind, uid, at))
	must(d.t, d.store.RecordStep(context.Background(), n, step, d.now, func(c evidence.Call) ([]outbox.Event, evidence.Submitted) { return nil, c.Submitted }))
}

func seen(n int) content.Evidence {
	return content.Evidence{
		Seat: content.Seat{ChannelID: "7", ChannelName: "room", UID: "22"}, TaskID: "t", DataID: fmt.Sprint("d", n),
		From: start.Add(time.Duration(-n) * time.Second), To: start, Source: content.VendorsMachine, Status: 101,
		Found: []content.Suspicion{{Label: 200, Level: 1}}, Shown: &content.Shown{Type: 1, URL: "http://cdn.example/1.jpg"},
	}
}

func (d *callDesk) filing(e content.Evidence, rule func(review.Case, review.Reports) (*review.Ruling, error)) evidence.Filing {
	return evidence.Filing{
		Evidence: e, User: "u22", Group: "evidence 7 " + e.UID, Rank: review.Urgent, Rule: rule,
		Report: &review.Report{App: live, Entrance: content.PrivateChat, Reporter: evidence.Reporter, Accused: "u22", FiledAt: d.now, Evidence: &e},
	}
}

func (d *callDesk) finds(n int, rule func(review.Case, review.Reports) (*review.Ruling, error)) {
	d.t.Helper()
	must(d.t, d.store.RecordFound(context.Background(), d.tell(fmt.Sprint("found ", n)), d.filing(seen(n), rule), d.now))
}

func (d *callDesk) takeFound() []review.Case {
	d.t.Helper()
	cases, err := d.Claim(context.Background(), review.ClaimRequest{App: live, Queue: review.EvidenceQueue, Who: reviewer(7), Limit: 10})
	must(d.t, err)
	return cases
}

func TestANoticeIsKeptOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		var all sync.WaitGroup
		for i := range 120 {
			all.Go(func() {
				must(t, store.KeepNotice(ctx, evidence.Notice{App: live, Kind: 4, Key: fmt.Sprint(i % 40), Body: json.RawMessage(`{}`), ReceivedAt: start}))
			})
		}
		all.Wait()
		first, err := store.ClaimNotices(ctx, 30, start, start.Add(time.Minute))
		must(t, err)
		rest, err := store.ClaimNotices(ctx, 100, start, start.Add(time.Minute))
		must(t, err)
		same(t, []int{30, 10}, []int{len(first), len(rest)})
		must(t, store.PostponeNotice(ctx, first[0], start.Add(time.Second), content.Seat{}))
		if err := store.FinishNotice(ctx, first[0], start); !fault.Is(err, fault.Conflict) {
			t.Errorf("who gave it back finishes it: %v", err)
		}
		must(t, store.FinishNotice(ctx, first[1], start))
		late, err := store.ClaimNotices(ctx, 100, start.Add(2*time.Minute), start.Add(3*time.Minute))
		must(t, err)
		same(t, 39, len(late)) // those on loan for too long, and the one that was given back
		must(t, store.DropTold(ctx, start.Add(time.Hour), start))
		must(t, store.KeepNotice(ctx, evidence.Notice{App: live, Kind: 4, Key: "0", Body: json.RawMessage(`{}`), ReceivedAt: start}))
	})
}

func TestEvidenceJoinsItsCase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newCallDesk(t, store)
		d.step(evidence.Left, "11", "", time.Minute) // out of order
		d.step(evidence.Joined, "11", "u11", 0)
		d.step(evidence.Joined, "22", "u22", time.Second)
		for _, n := range []int{2, 3, 1, 2} {
			d.finds(n, nil)
		}
		later := seen(1)
		later.Status = 102
		must(t, store.RecordFound(ctx, d.tell("later"), d.filing(later, nil), d.now))
		cases := d.takeFound()
		same(t, 1, len(cases))
		c := cases[0]
		if c.Reports != 3 || c.Rank != review.Urgent || c.First.Accused != "u22" || c.First.Evidence.DataID != "d2" {
			t.Errorf("%+v", c)
		}
		dossier, err := store.CaseEvidence(ctx, live, c.ID)
		must(t, err)
		var order []string
		for _, item := range dossier.Items {
			order = append(order, fmt.Sprint(item.DataID, " ", item.N, " ", item.Status))
		}
		same(t, []string{"d3 2 101", "d2 1 101", "d1 3 102"}, order)
		same(t, []evidence.Presence{
			{UID: "11", User: "u11", From: start, To: start.Add(time.Minute)}, {UID: "22", User: "u22", From: start.Add(time.Second)},
		}, dossier.Present)
		_, facts := look(t, store, c.ID)
		same(t, []string{"u11", "u22"}, facts.InCall)
		same(t, "d1", facts.Newest.DataID)
		_, err = d.Decide(ctx, review.DecideRequest{App: d.app, CaseID: c.ID, Who: reviewer(7), Hold: held(c), Verdict: verdict.Ad,
			Actions: []review.ActionRequest{{Type: verdict.KickRoom, Minutes: 30}}})
		must(t, err)
		d.finds(4, nil) // while he is out: joins the decided case, and nobody is asked
		same(t, 0, len(d.takeFound()))
		if item, err := store.CaseItem(ctx, live, c.ID, 4); err != nil || item.DataID != "d4" {
			t.Errorf("%+v %v", item, err)
		}
		story, err := store.Story(ctx, live, c.ID)
		must(t, err)
		var told struct {
			Data struct {
				DataID string `json:"dataId"`
			} `json:"data"`
		}
		must(t, json.Unmarshal(story.Events[1].Payload, &told))
		same(t, "d1", told.Data.DataID) // the newest of what he decided about
		kick := story.Sanctions[0]
		same(t, content.Seat{ChannelID: "7", ChannelName: "room", UID: "22"}, kick.Seat)
		same(t, d.now.Add(30*time.Minute).UTC(), kick.EndsAt)
		enforcing := enforce.NewService(store, known(d.app), func() time.Time { return d.now }, nil)
		_, err = enforcing.LiftOne(ctx, d.app, kick.ID, "1", "")
		must(t, err)
		d.finds(5, nil) // he is back: a new case
		same(t, 1, len(d.takeFound()))
		story, err = store.Story(ctx, live, c.ID)
		must(t, err)
		var left []string
		for _, event := range story.Events {
			left = append(left, event.Kind+" "+event.Lane)
		}
		same(t, []string{"kick_room seat:7/22", "tell_evidence told:7", "lift_kick_room seat:7/22", "tell_lifted told:7"}, left)
	})
}

// known is an enforce.Apps of one.
type known tenant.App

func (k known) App(id string) (tenant.App, bool) { return tenant.App(k), id == k.ID }

func TestAKickThatRunsOutIsLiftedAtTheCloud(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newCallDesk(t, store)
		d.finds(1, func(c review.Case, facts review.Reports) (*review.Ruling, error) {
			return review.RuleByPolicy(review.PolicyRequest{App: d.app, About: seen(1), Verdict: verdict.Ad,
				Action: review.ActionRequest{Type: verdict.KickRoom, Minutes: 5}}, c, facts, d.now)
		})
		same(t, 0, len(d.takeFound()))
		history, err := store.History(ctx, live, "u22", 10)
		must(t, err)
		same(t, review.ByPolicy, history.Decisions[0].Author)
		d.now = d.now.Add(6 * time.Minute)
		enforcing := enforce.NewService(store, known(d.app), func() time.Time { return d.now }, nil)
		must(t, enforcing.AnnounceEnded(ctx))
		story, err := store.Story(ctx, live, history.Decisions[0].CaseID)
		must(t, err)
		same(t, "lift_kick_room", story.Events[len(story.Events)-2].Kind)
		same(t, "tell_lifted", story.Events[len(story.Events)-1].Kind)
	})
}

func TestACallIsHandedInOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newCallDesk(t, store)
		asked := 0
		for i, kind := range []evidence.Kind{evidence.Started, evidence.Started, evidence.Ended, evidence.Ended, evidence.Started} {
			step := evidence.Step{Kind: kind, Seat: content.Seat{ChannelID: "7", ChannelName: "room"}, At: start}
			must(t, store.RecordStep(ctx, d.tell(fmt.Sprint(i)), step, d.now, func(c evidence.Call) ([]outbox.Event, evidence.Submitted) {
				if int(c.Submitted) != asked {
					t.Errorf("step %d: %+v", i, c)
				}
				asked = min(i, 2)
				return nil, evidence.Submitted(asked)
			}))
		}
	})
}
