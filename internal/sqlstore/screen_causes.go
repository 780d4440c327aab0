package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// causesOf are the causes of a message, each once, but for the message's number.
func causesOf(r screen.Record) []query.InsertLineCauseParams {
	if len(r.Evidence)+len(r.Shadow) == 0 {
		return nil
	}
	var causes []query.InsertLineCauseParams
	add := func(e policy.Evidence, shadow int64) {
		if e.Cause.Kind == "" {
			return
		}
		for i, c := range causes {
			if c.Kind == string(e.Cause.Kind) && c.CauseID == e.Cause.ID && c.Shadow == shadow {
				causes[i].Want = string(policy.Worse(policy.Outcome(c.Want), e.Want))
				causes[i].Led = max(c.Led, asInt(e.Led))
				return
			}
		}
		causes = append(causes, query.InsertLineCauseParams{
			Kind: string(e.Cause.Kind), CauseID: e.Cause.ID, Version: e.Cause.Version, Shadow: shadow,
			App: r.App, At: millis(r.At), Outcome: string(r.Outcome), Want: string(e.Want), Led: asInt(e.Led),
		})
	}
	for _, e := range r.Evidence {
		add(e, 0)
	}
	for _, e := range r.Shadow {
		add(e, 1)
	}
	return causes
}

// insertLines keeps messages. Those with causes are few, and cost the others
// nothing.
func insertLines(ctx context.Context, q *query.Queries, round []*lineFiling) error {
	clean := make([]query.InsertCleanLineParams, 0, len(round))
	var plain []query.InsertLineParams
	var found []query.InsertFoundLineParams
	causes := map[string][]query.InsertLineCauseParams{}
	for _, filed := range round {
		switch line, isClean := cleanLine(filed.row); {
		case len(filed.causes) > 0:
			found = append(found, query.InsertFoundLineParams(filed.row))
			causes[filed.row.DataID] = filed.causes
		case isClean:
			clean = append(clean, line)
		default:
			plain = append(plain, filed.row)
		}
	}
	if err := q.InsertCleanLines(ctx, clean); err != nil {
		return err
	}
	if err := q.InsertLines(ctx, plain); err != nil || len(found) == 0 {
		return err
	}
	return insertFound(ctx, q, found, causes)
}

// cleanLine reports whether a message has nothing but what all have.
func cleanLine(row query.InsertLineParams) (query.InsertCleanLineParams, bool) {
	line := query.InsertCleanLineParams{
		App: row.App, DataID: row.DataID, Credential: row.Credential, RoomID: row.RoomID, AnchorID: row.AnchorID, UserID: row.UserID,
		Type: row.Type, Text: row.Text, SentAt: row.SentAt, Context: row.Context, Policy: row.Policy, At: row.At,
	}
	return line, row == query.InsertLineParams{
		App: line.App, DataID: line.DataID, Credential: line.Credential, RoomID: line.RoomID, AnchorID: line.AnchorID, UserID: line.UserID,
		Type: line.Type, Text: line.Text, SentAt: line.SentAt, Context: line.Context, Policy: line.Policy, At: line.At,
		Outcome: string(policy.Pass), Checked: 1, Label: string(verdict.Pass), Score: scoreScale,
	}
}

// insertFound keeps messages with their causes, by data id.
func insertFound(ctx context.Context, q *query.Queries, found []query.InsertFoundLineParams, causes map[string][]query.InsertLineCauseParams) error {
	numbered, err := q.InsertFoundLines(ctx, found)
	if err != nil {
		return err
	}
	var rows []query.InsertLineCauseParams
	for _, line := range numbered {
		for _, cause := range causes[line.DataID] {
			cause.LineID = line.ID
			rows = append(rows, cause)
		}
	}
	return q.InsertLineCauses(ctx, rows)
}
