package sqlstore

import (
	"math"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// scoreScale is how a score is stored: in millionths.
const scoreScale = 1e6

func lineRow(r screen.Record) (query.InsertLineParams, error) {
	row := query.InsertLineParams{
		App: r.App, DataID: r.DataID, Credential: r.Credential,
		RoomID: plain(r.Line.RoomID), AnchorID: plain(r.Line.AnchorID), UserID: plain(r.Line.UserID),
		Type: int64(r.Line.Type), Text: plain(r.Line.Text), SentAt: plain(r.Line.SentAt), Shown: plain(r.Text),
		Outcome: string(r.Outcome), Checked: asInt(r.Checked), Label: string(r.Label), Score: int64(math.Round(r.Score * scoreScale)),
		Policy: int64(r.Policy), At: millis(r.At),
	}
	var err error
	if len(r.Reasons) > 0 {
		if row.Reasons, err = encode(r.Reasons); err != nil {
			return row, err
		}
	}
	if len(r.Evidence) > 0 {
		row.Evidence, err = encode(r.Evidence)
	}
	return row, err
}

func recordOfLine(row query.Line) (screen.Record, error) {
	r := screen.Record{
		ID: row.ID, App: row.App, Credential: row.Credential, Policy: int(row.Policy), CaseID: row.CaseID,
		Line: content.Line{
			Type: content.LineType(row.Type), RoomID: row.RoomID, AnchorID: row.AnchorID, UserID: row.UserID, Text: row.Text, SentAt: row.SentAt,
		},
		Answer: screen.Answer{
			DataID: row.DataID, Outcome: policy.Outcome(row.Outcome), Checked: row.Checked != 0, Label: verdict.Label(row.Label),
			Score: float64(row.Score) / scoreScale, Text: row.Shown, At: moment(row.At),
		},
	}
	if row.Reasons != "" {
		if err := decode(row.Reasons, &r.Reasons, "reasons of line", row.ID); err != nil {
			return r, err
		}
	}
	if row.Evidence == "" {
		return r, nil
	}
	return r, decode(row.Evidence, &r.Evidence, "evidence of line", row.ID)
}
