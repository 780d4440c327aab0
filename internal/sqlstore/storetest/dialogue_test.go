package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// dialogueDesk is a desk that takes dialogues in.
type dialogueDesk struct {
	*desk
	intake *intake.Dialogues
}

func newDialogueDesk(t *testing.T, store *sqlstore.Store) *dialogueDesk {
	t.Helper()
	d := &dialogueDesk{desk: newDesk(t, store)}
	d.app.Immomo = &tenant.Immomo{AppID: "1001", Labels: []string{"abuse"}}
	d.intake = intake.NewDialogues(store, func() time.Time { return d.now })
	return d
}

// talk is a reported dialogue of two who talk and one who is silent.
func talk(reportID string) review.Report {
	return review.Report{
		App: live, Memo: "为什么",
		Messages: []content.Message{
			{Type: content.Text, SenderID: "1", Text: "加微信"}, {Type: content.Picture, SenderID: "2", URL: "http://cdn.example/1.png"},
		},
		Dialogue: &content.Dialogue{
			Credential: "1001", ReportID: reportID, UniqID: "u", Category: "chat", Pictures: []string{"http://cdn.example/e.png"},
			Speakers: []content.Speaker{{Key: "id_1", ID: "1", Name: "张三", Avatar: "1", Sex: "1"}, {Key: "id_2", ID: "2"}, {Key: "3", ID: "3"}},
			Remarks:  []content.Remark{{SentAt: "1451312321", Markup: "<b>加</b>微信"}, {SentAt: "1451312322"}},
		},
		Asked: &review.Asked{Channel: "immomo", Data: json.RawMessage(`{"n":1}`)},
	}
}

func (d *dialogueDesk) submit(reportID string) intake.Receipt {
	d.t.Helper()
	receipt, err := d.intake.Submit(context.Background(), live, talk(reportID))
	must(d.t, err)
	return receipt
}

// takeTalk claims the dialogue that must come next; 0 for none.
func (d *dialogueDesk) takeTalk(who review.Reviewer, want int64) review.Case {
	d.t.Helper()
	cases, err := d.Claim(context.Background(), review.ClaimRequest{App: live, Queue: review.DialogueQueue, Who: who})
	must(d.t, err)
	if want == 0 {
		same(d.t, 0, len(cases))
		return review.Case{}
	}
	same(d.t, []int64{want}, ids(cases))
	return cases[0]
}

func judgedTalk(c review.Case, app tenant.App, who review.Reviewer, users map[string]verdict.Label) review.DecideRequest {
	return review.DecideRequest{App: app, CaseID: c.ID, Who: who, Hold: held(c), Verdict: verdict.Ad, Users: users}
}

// labels judge everybody in a talk.
func labels() map[string]verdict.Label {
	return map[string]verdict.Label{"id_1": verdict.Ad, "id_2": "abuse", "3": verdict.Pass}
}

func TestDialoguesAreKeptWhole(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		d := newDialogueDesk(t, store)
		_, err := store.AddListed(context.Background(), review.RiskList, live, review.Listed{UserID: "3", AddedAt: start})
		must(t, err)
		receipt := d.submit("r1")
		c, facts := look(t, store, receipt.CaseID)
		want := talk("r1")
		want.ID, want.Entrance, want.Reporter, want.FiledAt = c.ID, content.PrivateChat, "1001", d.now
		same(t, want, c.First)
		if c.ID != receipt.ReportID || c.Queue != review.DialogueQueue || !c.Risk || c.Rank != review.Ordinary {
			t.Fatalf("%+v", c)
		}
		same(t, []string{"1", "2", "3"}, c.First.Accuses())
		same(t, 1, len(facts.Askers))
	})
}

// The app's own id of a report counts for ever, also where it comes often at the
// same moment.
func TestARepeatedDialogueHasItsFirstTicket(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDialogueDesk(t, store)
		receipts := make([]intake.Receipt, 12)
		var all sync.WaitGroup
		for i := range receipts {
			all.Go(func() { receipts[i] = d.submit("r1") })
		}
		all.Wait()
		fresh := 0
		for _, r := range receipts {
			same(t, receipts[0].ReportID, r.ReportID)
			fresh += map[bool]int{false: 1}[r.Duplicate]
		}
		same(t, 1, fresh)
		_, err := store.PruneRepeatKeys(ctx, d.now.Add(time.Hour))
		must(t, err)
		d.now = d.now.Add(1000 * time.Hour)
		if again := d.submit("r1"); again.ReportID != receipts[0].ReportID || !again.Duplicate || again.CaseID != receipts[0].CaseID {
			t.Fatalf("%+v after %+v", again, receipts[0])
		}
		story, err := store.Story(ctx, live, receipts[0].CaseID)
		must(t, err)
		same(t, 12, story.Reports[0].Repeats)
		if other := d.submit("r2"); other.Duplicate || other.CaseID == receipts[0].CaseID {
			t.Fatalf("%+v", other)
		}
		foreign := talk("r1")
		foreign.Dialogue.Credential = "1002"
		if other, err := d.intake.Submit(ctx, live, foreign); err != nil || other.Duplicate {
			t.Fatalf("%+v %v", other, err)
		}
	})
}

func TestADialogueIsJudgedUserByUser(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDialogueDesk(t, store)
		id := d.submit("r1").CaseID
		c := d.takeTalk(reviewer(7), id)
		for field, change := range map[string]func(*review.DecideRequest){
			"users.id_2":     func(r *review.DecideRequest) { delete(r.Users, "id_2") },
			"users.1":        func(r *review.DecideRequest) { r.Users["1"] = verdict.Ad },
			"users.stranger": func(r *review.DecideRequest) { r.Users["stranger"] = verdict.Ad },
			"users.3":        func(r *review.DecideRequest) { r.Users["3"] = verdict.Politics },
			"verdict":        func(r *review.DecideRequest) { r.Verdict = verdict.Spam },
			"subject": func(r *review.DecideRequest) {
				r.Actions = []review.ActionRequest{{Type: verdict.LoginLimit, UserID: "3"}}
			},
		} {
			request := judgedTalk(c, d.app, reviewer(7), labels())
			change(&request)
			if _, err := d.Decide(ctx, request); !fault.Is(err, fault.Invalid) || fault.As(err).Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		for _, user := range []string{"", "stranger"} {
			request := judgedTalk(c, d.app, reviewer(7), labels())
			request.Actions = []review.ActionRequest{{Type: verdict.LoginLimit, UserID: user}}
			wantFault(t, second(d.Decide(ctx, request)), fault.Invalid)
		}
		j := review.Judgement{App: d.app, CaseID: id, Who: reviewer(7), Entrance: c.Entrance, Reporter: "1001"}
		wantFault(t, d.Pass(ctx, j), fault.Invalid)

		request := judgedTalk(c, d.app, reviewer(7), labels())
		request.Actions = []review.ActionRequest{{Type: verdict.LoginLimit, UserID: "id_2", Hours: 24}}
		must(t, second(d.Decide(ctx, request)))
		_, facts := look(t, store, id)
		want := map[string]verdict.Label{"1": verdict.Ad, "2": "abuse", "3": verdict.Pass}
		same(t, want, facts.Decisions[0].Users)
		if did := facts.Decisions[0].Actions; len(did) != 1 || did[0].UserID != "2" || did[0].Label != "abuse" {
			t.Errorf("%+v", did)
		}
		for user, offences := range map[string]map[verdict.Label]int{"1": {verdict.Ad: 1}, "2": {"abuse": 1}, "3": {}} {
			got, err := review.OffencesOf(ctx, store, live, user)
			must(t, err)
			same(t, offences, got)
		}
		same(t, want, replyOf(t, store, id).Users)
		same(t, id, replyOf(t, store, id).Report)
	})
}

// replyOf is what who asked about the case is told.
func replyOf(t *testing.T, store *sqlstore.Store, caseID int64) (reply review.Reply) {
	t.Helper()
	list, err := store.Deliveries(context.Background(), delivery.Filter{CaseID: caseID})
	must(t, err)
	for _, event := range list {
		if event.Channel == "immomo" && event.State == outbox.Pending {
			must(t, json.Unmarshal(event.Payload, &reply))
			return reply
		}
	}
	t.Fatalf("nobody is told of case %d", caseID)
	return reply
}

func TestAnAppealGoesToSomebodyElseOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDialogueDesk(t, store)
		ticket := d.submit("r1").ReportID
		ask := func(app string, change func(*intake.AppealRequest)) (intake.Receipt, error) {
			r := intake.AppealRequest{
				Ticket: ticket, Credential: "1001", Category: "chat", AskedAt: "1451312321", Urgent: true,
				Asked: func(first review.Report) *review.Asked {
					return &review.Asked{Channel: "immomo", Data: json.RawMessage(`{"first":"` + first.Dialogue.ReportID + `"}`)}
				},
			}
			change(&r)
			return d.intake.Appeal(ctx, app, r)
		}
		refused := func(code, app string, change func(*intake.AppealRequest)) {
			t.Helper()
			if _, err := ask(app, change); !fault.HasCode(err, code) {
				t.Errorf("want %s, got %v", code, err)
			}
		}
		none := func(*intake.AppealRequest) {}
		refused(intake.CodeUndecided, live, none)
		request := judgedTalk(d.takeTalk(reviewer(7), ticket), d.app, reviewer(7), labels())
		request.Undo = window
		must(t, second(d.Decide(ctx, request)))
		refused(intake.CodeUndecided, live, none)
		d.now = d.now.Add(window)
		refused(intake.CodeNoTicket, "other", none)
		refused(intake.CodeNoTicket, live, func(r *intake.AppealRequest) { r.Credential = "1002" })
		refused(intake.CodeNoTicket, live, func(r *intake.AppealRequest) { r.Ticket = opened(t, store, complaint(1, "a")) })
		refused(intake.CodeNoTicket, live, func(r *intake.AppealRequest) { r.Ticket = 1 << 40 })
		refused(intake.CodeCategory, live, func(r *intake.AppealRequest) { r.Category = "room" })

		receipts, errs := make([]intake.Receipt, 4), make([]error, 4)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { receipts[i], errs[i] = ask(live, none) })
		}
		all.Wait()
		var appeal intake.Receipt
		for i, err := range errs {
			switch {
			case err == nil && appeal.CaseID == 0:
				appeal = receipts[i]
			case !fault.HasCode(err, intake.CodeAppealed):
				t.Errorf("another appeal: %+v %v", receipts[i], err)
			}
		}
		refused(intake.CodeNoTicket, live, func(r *intake.AppealRequest) { r.Ticket = appeal.ReportID })

		d.takeTalk(reviewer(7), 0)
		c := d.takeTalk(reviewer(8), appeal.CaseID)
		want := talk("r1")
		same(t, want.Messages, c.First.Messages)
		want.Dialogue.Appeal = &content.Appeal{Ticket: ticket, AskedAt: "1451312321", Urgent: true}
		same(t, want.Dialogue, c.First.Dialogue)
		same(t, review.Urgent, c.Rank)
		must(t, second(d.Decide(ctx, judgedTalk(c, d.app, reviewer(8), labels()))))
		same(t, `{"first":"r1"}`, string(replyOf(t, store, appeal.CaseID).Asked))
		same(t, `{"n":1}`, string(replyOf(t, store, ticket).Asked))
		refused(intake.CodeAppealed, live, none)
		if again := d.submit("r1"); again.ReportID != ticket {
			t.Errorf("%+v", again)
		}
	})
}

// Dialogues are decided one by one, however alike they are.
func TestDialoguesAreNeverAlike(t *testing.T) {
	t.Parallel()
	var c review.Case
	c.First = talk("r1")
	same(t, 0, len(review.Alike(c, []review.Case{c, c})))
	c.First.Dialogue = nil
	same(t, 2, len(review.Alike(c, []review.Case{c, c})))
	if fmt.Sprint(review.DialogueLabels(tenant.App{Immomo: &tenant.Immomo{Labels: []string{"normal", "pron", "abuse"}}})) != "[pass porn ad abuse]" {
		t.Error("the labels are not each there once")
	}
}
