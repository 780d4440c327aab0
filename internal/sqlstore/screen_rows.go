package sqlstore

import (
	"errors"
	"math"
	"strconv"

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
	var errs [4]error
	row.Reasons, errs[0] = encodeList(r.Reasons)
	row.Evidence, errs[1] = encodeList(r.Evidence)
	row.Shadow, errs[2] = encodeList(r.Shadow)
	row.Context, errs[3] = encodeContext(r.Context, r.Line)
	return row, errors.Join(errs[:]...)
}

// encodeContext is empty where nothing is known. That only repetitions were counted
// is so of most, and is written without looking at what it is made of.
func encodeContext(c policy.Context, line content.Line) (string, error) {
	switch c {
	case policy.Context{}, said(line):
		return "", nil
	case policy.Context{Type: c.Type, Repeats: c.Repeats}:
		text := strconv.AppendInt([]byte(`{"type":`), int64(c.Type), 10)
		text = strconv.AppendInt(append(text, `,"repeats":`...), int64(c.Repeats), 10)
		return string(append(text, '}')), nil
	}
	return encode(c)
}

// said is in what circumstances a line is said of which nothing is known.
func said(line content.Line) policy.Context { return policy.Context{Type: line.Type} }

// encodeList is empty for an empty list.
func encodeList[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	return encode(list)
}

func recordOfLine(row query.Line) (screen.Record, error) {
	r := screen.Record{
		ID: row.ID, App: row.App, Credential: row.Credential, Policy: int(row.Policy), CaseID: row.CaseID, ReversedAt: moment(row.ReversedAt),
		Line: content.Line{
			Type: content.LineType(row.Type), RoomID: row.RoomID, AnchorID: row.AnchorID, UserID: row.UserID, Text: row.Text, SentAt: row.SentAt,
		},
		Answer: screen.Answer{
			DataID: row.DataID, Outcome: policy.Outcome(row.Outcome), Checked: row.Checked != 0, Label: verdict.Label(row.Label),
			Score: float64(row.Score) / scoreScale, Text: row.Shown, At: moment(row.At),
		},
	}
	r.Context = said(r.Line)
	for _, part := range []struct {
		text string
		into any
		what string
	}{
		{row.Reasons, &r.Reasons, "reasons of line"},
		{row.Evidence, &r.Evidence, "evidence of line"},
		{row.Shadow, &r.Shadow, "shadow of line"},
		{row.Context, &r.Context, "context of line"},
	} {
		if part.text == "" {
			continue
		}
		if err := decode(part.text, part.into, part.what, row.ID); err != nil {
			return r, err
		}
	}
	return r, nil
}
