package evidence

import (
	"context"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Reporter is who reports what the clouds find.
const Reporter = "netease"

// step writes what a call's step tells. The call is handed in for audit when it
// starts and taken out when it ends, each once, where the app wants it.
func (s *Service) step(ctx context.Context, n Notice, step Step) error {
	app, _ := s.Apps.App(n.App) // one that is gone wants nothing
	now := s.Now()
	return s.Store.RecordStep(ctx, n, step, now, func(call Call) ([]outbox.Event, Submitted) {
		act, next := enforce.ActSubmitAudit, HandedIn
		switch {
		case step.Kind == Started && call.Submitted == NotSubmitted && call.EndedAt.IsZero():
		case step.Kind == Ended && call.Submitted == HandedIn:
			act, next = enforce.ActEndAudit, TakenOut
		default:
			return nil, call.Submitted
		}
		event, ok := enforce.AuditEvent(app, act, content.Seat{ChannelID: call.ChannelID, ChannelName: call.ChannelName}, now)
		if !ok {
			return nil, call.Submitted
		}
		return []outbox.Event{event}, next
	})
}

// found makes a case of an evidence. Where nobody has said whose it is, it waits
// for that.
func (s *Service) found(ctx context.Context, n Notice, e content.Evidence) error {
	now := s.Now()
	user, err := s.Store.UserBehind(ctx, n.App, e.Seat, e.From)
	if err != nil {
		return err
	}
	if over := n.ReceivedAt.Add(UnknownAfter); user == "" && now.Before(over) {
		due := now.Add(pause(n.Attempts))
		if due.After(over) {
			due = over
		}
		return s.Store.PostponeNotice(ctx, n, due, e.Seat)
	}
	return s.Store.RecordFound(ctx, n, s.filing(ctx, n, e, user, now), now)
}

func (s *Service) filing(ctx context.Context, n Notice, e content.Evidence, user string, now time.Time) Filing {
	f := Filing{Evidence: e, User: user}
	if e.Passed() {
		return f
	}
	accused := user
	if accused == "" {
		accused = enforce.NobodyKnown(e.UID)
	}
	f.Group = "evidence " + strconv.Quote(e.ChannelID) + " " + strconv.Quote(e.UID)
	f.Rank = rankOf(e.Found)
	f.Report = &review.Report{
		App: n.App, Entrance: content.PrivateChat, Reporter: Reporter, Complaints: complaintsOf(e.Found),
		Accused: accused, FiledAt: now, Evidence: &e,
	}
	app, _ := s.Apps.App(n.App)
	if request, acts := policyOf(app, e); acts {
		f.Rule = func(c review.Case, facts review.Reports) (*review.Ruling, error) {
			ruling, err := review.RuleByPolicy(request, c, facts, now)
			if err != nil { // a person is asked instead
				s.Log.ErrorContext(ctx, "the policy could not act", "case", c.ID, "error", err)
				return nil, nil
			}
			return ruling, nil
		}
	}
	return f
}

// gravity orders what may be done at once.
var gravity = map[string]int{tenant.EvidenceWarn: 1, tenant.EvidenceKick: 2, tenant.EvidenceClose: 3}

// actions are the same, as verdicts know them.
var actions = map[string]verdict.Action{
	tenant.EvidenceWarn: verdict.Warn, tenant.EvidenceKick: verdict.KickRoom, tenant.EvidenceClose: verdict.CloseRoom,
}

// policyOf is what the app has done about an evidence at once: of all that fits
// its labels the gravest. What says nothing of a label's level gives way to what
// does. Acts is false where a person is to be asked.
func policyOf(app tenant.App, e content.Evidence) (request review.PolicyRequest, acts bool) {
	if app.Netease == nil {
		return request, false
	}
	worst := 0
	for _, s := range e.Found {
		action := actionFor(app.Netease.Actions, s)
		if gravity[action.Do] <= worst {
			continue
		}
		worst = gravity[action.Do]
		request = review.PolicyRequest{App: app, About: e, Verdict: LabelOf(s.Label).Verdict,
			Action: review.ActionRequest{Type: actions[action.Do], Hours: action.Hours, Minutes: action.Minutes}}
	}
	return request, worst > 0
}

func actionFor(list []tenant.EvidenceAction, s content.Suspicion) (found tenant.EvidenceAction) {
	for _, action := range list {
		switch {
		case action.Label != s.Label:
		case action.Level == s.Level:
			return action
		case action.Level == 0 && found.Do == "":
			found = action
		}
	}
	return found
}

// lifted lifts what the platform says is lifted there. The call is found by its
// id: the document's sample names no channel.
func (s *Service) lifted(ctx context.Context, n Notice, seat content.Seat) error {
	app, known := s.Apps.App(n.App)
	if !known {
		app.ID = n.App
	}
	now := s.Now()
	kicks, err := s.Sanctions.ListSanctions(ctx, enforce.SanctionFilter{App: n.App, PlaceID: seat.ChannelID, Action: verdict.KickRoom, Limit: 500})
	if err != nil {
		return err
	}
	for _, kick := range kicks {
		if kick.Seat.UID != seat.UID || !kick.Stands(now) || kick.StartsAt.After(now) {
			continue
		}
		if _, err := s.Sanctions.LiftOne(ctx, app, kick.ID, Reporter, ""); err != nil && !fault.HasCode(err, enforce.CodeNotInForce) {
			return err
		}
	}
	return s.Store.FinishNotice(ctx, n, now)
}
