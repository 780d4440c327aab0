package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// A search looks at so many messages for one page, so many at a time.
//
// There is no index of the texts: one of three-letter pieces (SQLite's FTS5
// trigram, PostgreSQL's pg_trgm) cannot find a Chinese word, which mostly has
// two letters, nor what is typed otherwise, and would cost every message that
// passes more than its own row. Nor does an outcome that is common need one.
const (
	searchBudget = 50_000
	searchStep   = 1000
)

// behind is how much a message's number may be behind its time: it may have
// waited for its transaction, and nodes' clocks differ.
const behind = 5 * time.Minute

// Lines implements screen.Reader.
func (s *Store) Lines(ctx context.Context, f screen.LineFilter) (screen.LinePage, error) {
	limit := pageSize(f.Limit)
	w := walk{q: s.read(), LineFilter: f, sieve: screen.NewSieve(f), posts: s.engine.alone(), before: pageCursor(f.Before), size: limit + 1}
	page, err := w.page(ctx, int(limit))
	return page, failure(err)
}

// walk goes through messages, newest first, along the narrowest index that the
// filter allows.
type walk struct {
	screen.LineFilter
	q      *query.Queries
	sieve  *screen.Sieve
	posts  bool  // users and rooms are posted (see PostLines)
	before int64 // where it goes on
	first  int64 // where it ends
	size   int32 // of the next step
}

func (w *walk) page(ctx context.Context, limit int) (page screen.LinePage, err error) {
	if err := w.bound(ctx); err != nil {
		return page, err
	}
	var ids []int64
	for page.Looked < searchBudget {
		rows, next, err := w.step(ctx)
		if err != nil {
			return page, err
		}
		for _, row := range rows {
			page.Looked++
			page.Until = moment(row.At)
			if w.takes(row) && !slices.Contains(ids, row.ID) {
				ids = append(ids, row.ID)
			}
			if len(ids) == limit {
				page.Before = row.ID
				page.Lines, err = w.read(ctx, ids)
				return page, err
			}
		}
		if w.before = next; next == 0 {
			break
		}
		w.size = searchStep
	}
	page.Before = w.before
	page.Lines, err = w.read(ctx, ids)
	return page, err
}

func (w *walk) takes(row query.StepLinesRow) bool {
	return w.sieve.Takes(screen.Stepped{
		App: row.App, UserID: row.UserID, RoomID: row.RoomID, Text: row.Text, Outcome: policy.Outcome(row.Outcome), At: moment(row.At),
	})
}

func (w *walk) read(ctx context.Context, ids []int64) ([]screen.Record, error) {
	rows, err := w.q.FindManyLines(ctx, ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b query.Line) int { return cmp.Compare(b.ID, a.ID) })
	records := make([]screen.Record, len(rows))
	for i, row := range rows {
		if records[i], err = recordOfLine(row); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// step is what to look at next, and from where on what comes after it; 0 where
// nothing does.
func (w *walk) step(ctx context.Context) (rows []query.StepLinesRow, next int64, err error) {
	if key, ok := w.key(); ok {
		return w.stepPosted(ctx, key)
	}
	if rows, err = w.stepAlong(ctx); err == nil && len(rows) == int(w.size) {
		next = rows[len(rows)-1].ID
	}
	return rows, next, err
}

// stepAlong goes along an index.
func (w *walk) stepAlong(ctx context.Context) ([]query.StepLinesRow, error) {
	switch {
	case w.Cause.Kind != "":
		rows, err := w.q.StepLinesOfCause(ctx, query.StepLinesOfCauseParams{
			Kind: string(w.Cause.Kind), CauseID: w.Cause.ID, Version: w.Cause.Version, Before: w.before, First: w.first, MaxLines: w.size,
		})
		return oneType(rows), err
	case w.App != "" && w.UserID != "":
		rows, err := w.q.StepLinesOfUser(ctx, query.StepLinesOfUserParams{App: w.App, UserID: w.UserID, Before: w.before, First: w.first, MaxLines: w.size})
		return oneType(rows), err
	case w.App != "" && w.RoomID != "":
		rows, err := w.q.StepLinesInRoom(ctx, query.StepLinesInRoomParams{App: w.App, RoomID: w.RoomID, Before: w.before, First: w.first, MaxLines: w.size})
		return oneType(rows), err
	case w.App != "" && w.Outcome != "" && w.Outcome != policy.Pass:
		rows, err := w.q.StepLinesOfOutcome(ctx, query.StepLinesOfOutcomeParams{App: w.App, Outcome: string(w.Outcome), Before: w.before, First: w.first, MaxLines: w.size})
		return oneType(rows), err
	}
	return w.q.StepLines(ctx, query.StepLinesParams{Before: w.before, First: w.first, MaxLines: w.size})
}

// oneType gives rows of the same columns one type.
func oneType[R query.StepTheseLinesRow | query.StepLinesOfCauseRow | query.StepLinesOfUserRow | query.StepLinesInRoomRow | query.StepLinesOfOutcomeRow](rows []R) []query.StepLinesRow {
	list := make([]query.StepLinesRow, len(rows))
	for i, row := range rows {
		list[i] = query.StepLinesRow(row)
	}
	return list
}

// bound turns the period into numbers, with a margin.
func (w *walk) bound(ctx context.Context) error {
	if !w.From.IsZero() {
		first, err := lineAt(ctx, w.q, w.From.Add(-behind))
		if err != nil {
			return err
		}
		w.first = first
	}
	if w.To.IsZero() {
		return nil
	}
	end, err := lineAt(ctx, w.q, w.To.Add(behind))
	w.before = min(w.before, end)
	return err
}

// lineAt is the number of the first message that came at a moment or later, or
// one more than the last. Numbers follow the time, so that a few looks find it.
func lineAt(ctx context.Context, q *query.Queries, at time.Time) (int64, error) {
	bounds, err := q.LineBounds(ctx)
	if err != nil || bounds.Last == 0 {
		return 1, err
	}
	from, until := bounds.First, bounds.Last+1
	for from < until {
		middle := from + (until-from)/2
		line, err := q.LineFrom(ctx, middle)
		switch {
		case notFound(err) || err == nil && (line.ID >= until || line.At >= millis(at)):
			until = middle
		case err != nil:
			return 0, err
		default:
			from = line.ID + 1
		}
	}
	return from, nil
}
