package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/trace"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// plain makes text that nobody has checked fit for both databases: PostgreSQL
// refuses zero bytes and what is not UTF-8.
func plain(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// encode is the JSON of a value that the program made itself.
func encode(value any) (string, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "cannot store %T", value)
	}
	return string(text), nil
}

// decode reads what encode wrote. What names the row, for the log.
func decode(text string, into any, what string, id int64) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fault.Wrap(fault.Internal, fmt.Errorf("%s %d: %w", what, id, err), "internal error")
	}
	return nil
}

func reportRow(ctx context.Context, r review.Report) (query.InsertReportParams, error) {
	row := query.InsertReportParams{
		App: r.App, Entrance: int64(r.Entrance), Reporter: r.Reporter, Complaints: int64(r.Complaints),
		Accused: r.Accused, Memo: plain(r.Memo),
		ClientVersion: plain(r.ClientVersion), ClientType: plain(r.ClientType), FiledAt: millis(r.FiledAt), Trace: trace.Kept(ctx),
	}
	var err error
	if row.Messages, err = encode(r.Messages); err != nil {
		return row, err
	}
	if r.Profile != nil {
		if row.Profile, err = encode(r.Profile); err != nil {
			return row, err
		}
	}
	if r.Dialogue != nil {
		if row.Dialogue, err = encode(r.Dialogue); err != nil {
			return row, err
		}
	}
	if r.Evidence != nil {
		if row.Evidence, err = encode(r.Evidence); err != nil {
			return row, err
		}
	}
	if r.Asked != nil {
		row.Asked, err = encode(r.Asked)
	}
	return row, err
}

func reportOf(row query.Report) (review.Report, error) {
	r := review.Report{
		ID: row.ID, App: row.App, Entrance: content.Entrance(row.Entrance), Reporter: row.Reporter,
		Complaints: verdict.Complaints(row.Complaints), Accused: row.Accused, Memo: row.Memo,
		ClientVersion: row.ClientVersion, ClientType: row.ClientType, FiledAt: moment(row.FiledAt),
	}
	if err := decode(row.Messages, &r.Messages, "messages of report", row.ID); err != nil {
		return r, err
	}
	if row.Profile != "" {
		if err := decode(row.Profile, &r.Profile, "profile of report", row.ID); err != nil {
			return r, err
		}
	}
	if row.Dialogue != "" {
		if err := decode(row.Dialogue, &r.Dialogue, "dialogue of report", row.ID); err != nil {
			return r, err
		}
	}
	if row.Evidence != "" {
		if err := decode(row.Evidence, &r.Evidence, "evidence of report", row.ID); err != nil {
			return r, err
		}
	}
	if row.Asked == "" {
		return r, nil
	}
	return r, decode(row.Asked, &r.Asked, "asker of report", row.ID)
}

func caseOf(row query.Case, first query.Report) (review.Case, error) {
	report, err := reportOf(first)
	return review.Case{
		ID: row.ID, App: row.App, Queue: review.Queue(row.Queue), Entrance: content.Entrance(row.Entrance),
		Risk: row.Risk != 0, Protected: row.Protected != 0, Escalated: row.Escalated != 0,
		Rank: review.Rank(row.Rank), GroupKey: row.GroupKey, ContentKey: row.ContentKey,
		Complaints: verdict.Complaints(row.Complaints), Reports: int(row.Reports), First: report,
		OpenedAt: moment(row.OpenedAt), State: review.State(row.State),
		Holder: row.Holder, LeaseToken: row.LeaseToken, LeaseUntil: moment(row.LeaseUntil), Version: row.Version,
		DecidedBy: review.Author{Kind: review.AuthorKind(row.DecidedKind), ID: row.DecidedID},
		DecidedAt: moment(row.DecidedAt), UndoUntil: moment(row.UndoUntil), Verdict: verdict.Label(row.Verdict),
	}, err
}

// decisionTexts are what a decision holds as JSON.
func decisionTexts(d review.Decision) (actions, users string, err error) {
	if len(d.Users) > 0 {
		if users, err = encode(d.Users); err != nil {
			return "", "", err
		}
	}
	actions, err = encode(d.Actions)
	return actions, users, err
}

func decisionOf(row query.Decision, undoneAt int64) (review.Decision, error) {
	d := review.Decision{
		ID: row.ID, App: row.App, CaseID: row.CaseID, RecordID: row.RecordID,
		Author: review.Author{Kind: review.AuthorKind(row.AuthorKind), ID: row.AuthorID},
		At:     moment(row.At), Verdict: verdict.Label(row.Verdict), Memo: row.Memo, UndoneAt: moment(undoneAt),
	}
	if err := decode(row.Actions, &d.Actions, "actions of decision", row.ID); err != nil || row.Users == "" {
		return d, err
	}
	return d, decode(row.Users, &d.Users, "users of decision", row.ID)
}
