package sqlstore

import (
	"context"
	"strings"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/words"
)

// WordTerms implements words.Store.
func (s *Store) WordTerms(ctx context.Context, listID int64, f words.Filter) ([]words.Term, error) {
	rows, err := s.read().WordTermsBefore(ctx, query.WordTermsBeforeParams{
		ListID: listID, Before: pageCursor(f.Before), Category: f.Category, Action: f.Action,
		Pattern: needleFor(f.Text).inText(), Folded: needleFor(f.Folded()).inText(), MaxTerms: pageSize(f.Limit),
	})
	return wordTermsOf(rows), failure(err)
}

// WordTermsAfter implements words.Store.
func (s *Store) WordTermsAfter(ctx context.Context, listID, after int64, limit int) ([]words.Term, error) {
	rows, err := s.read().WordTermsAfter(ctx, query.WordTermsAfterParams{ListID: listID, After: after, MaxTerms: bounded(limit)})
	return wordTermsOf(rows), failure(err)
}

// WordTermsSince implements words.Store.
func (s *Store) WordTermsSince(ctx context.Context, listID, revision, after int64, limit int) ([]words.Term, error) {
	rows, err := s.read().WordTermsSince(ctx, query.WordTermsSinceParams{
		ListID: listID, Revision: revision, After: after, MaxTerms: bounded(limit),
	})
	return wordTermsOf(rows), failure(err)
}

// WordTermIDs implements words.Store.
func (s *Store) WordTermIDs(ctx context.Context, listID int64) ([]int64, error) {
	ids, err := s.read().WordTermIDs(ctx, listID)
	return ids, failure(err)
}

// PutWordTerms implements words.Store.
func (s *Store) PutWordTerms(ctx context.Context, listID int64, terms []words.Term, action auditlog.Action, dry bool) (counts words.Counts, err error) {
	if dry {
		_, counts, err = changedTerms(ctx, s.read(), listID, terms)
		return counts, failure(err)
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		revision, err := q.LockWords(ctx)
		if err != nil {
			return err
		}
		list, err := wordList(ctx, q, listID)
		if err != nil {
			return err
		}
		var changed []words.Term
		if changed, counts, err = changedTerms(ctx, q, listID, terms); err != nil || len(changed) == 0 {
			return err
		}
		if err := q.PutWordTerms(ctx, wordTermRows(listID, revision+1, changed)); err != nil {
			return err
		}
		touched := query.TouchWordListParams{Revision: revision + 1, UpdatedAt: millis(terms[0].AddedAt), ID: listID}
		if err := q.TouchWordList(ctx, touched); err != nil {
			return err
		}
		detail := map[string]any{"added": counts.Added, "updated": counts.Updated, "terms": toldTerms(changed)}
		return s.wordsChanged(ctx, q, action, list, detail)
	})
	return counts, err
}

// changedTerms are those of the terms that the list has not, or has otherwise.
func changedTerms(ctx context.Context, q *query.Queries, listID int64, terms []words.Term) (changed []words.Term, counts words.Counts, err error) {
	if len(terms) == 0 {
		return nil, counts, nil
	}
	wanted := make([]query.WordTermsByFoldedParams, len(terms))
	for i, term := range terms {
		wanted[i] = query.WordTermsByFoldedParams{ListID: listID, Folded: term.Folded}
	}
	rows, err := q.WordTermsByFoldedOfMany(ctx, wanted)
	if err != nil {
		return nil, counts, err
	}
	before := make(map[string]words.Term, len(rows))
	for _, row := range rows {
		before[row.Folded] = wordTermOf(row)
	}
	for _, term := range terms {
		old, there := before[term.Folded]
		switch {
		case !there:
			counts.Added++
		case old.SameAs(term):
			counts.Unchanged++
			continue
		default:
			counts.Updated++
		}
		changed = append(changed, term)
	}
	return changed, counts, nil
}

// RemoveWordTerms implements words.Store.
func (s *Store) RemoveWordTerms(ctx context.Context, listID int64, ids []int64) (removed int, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		revision, err := q.LockWords(ctx)
		if err != nil {
			return err
		}
		list, err := wordList(ctx, q, listID)
		if err != nil || len(ids) == 0 {
			return err
		}
		gone, err := removeTerms(ctx, q, listID, ids)
		if removed = len(gone); err != nil || removed == 0 {
			return err
		}
		err = q.TouchWordList(ctx, query.TouchWordListParams{Revision: revision + 1, UpdatedAt: millis(s.now()), ID: listID})
		if err != nil {
			return err
		}
		return s.wordsChanged(ctx, q, auditlog.WordsRemove, list, map[string]any{"removed": removed, "terms": toldTerms(gone)})
	})
	return removed, err
}

// removeTerms returns those of the terms that there were.
func removeTerms(ctx context.Context, q *query.Queries, listID int64, ids []int64) ([]words.Term, error) {
	wanted, doomed := make([]query.WordTermsByIDParams, len(ids)), make([]query.DeleteWordTermParams, len(ids))
	for i, id := range ids {
		wanted[i], doomed[i] = query.WordTermsByIDParams{ListID: listID, ID: id}, query.DeleteWordTermParams{ListID: listID, ID: id}
	}
	rows, err := q.WordTermsByManyIDs(ctx, wanted)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return wordTermsOf(rows), q.DeleteWordTerms(ctx, doomed)
}

// maxTold is how many terms an audit entry names.
const maxTold = 50

func toldTerms(terms []words.Term) []string {
	told := make([]string, 0, min(len(terms), maxTold))
	for _, term := range terms[:min(len(terms), maxTold)] {
		told = append(told, auditlog.Clean(term.Text, auditlog.MaxText))
	}
	return told
}

func wordTermRows(listID, revision int64, terms []words.Term) []query.PutWordTermParams {
	rows := make([]query.PutWordTermParams, len(terms))
	for i, t := range terms {
		rows[i] = query.PutWordTermParams{
			ListID: listID, Folded: t.Folded, Text: t.Text, Category: string(t.Category), Level: int64(t.Level),
			Action: string(t.Action), Mode: string(t.Mode), Scenes: strings.Join(t.Scenes, " "),
			ValidFrom: millis(t.From), ValidUntil: millis(t.Until), Note: t.Note, AddedBy: plain(t.AddedBy), AddedAt: millis(t.AddedAt), Revision: revision,
		}
	}
	return rows
}

func wordTermsOf(rows []query.WordTerm) []words.Term {
	terms := make([]words.Term, len(rows))
	for i, row := range rows {
		terms[i] = wordTermOf(row)
	}
	return terms
}

func wordTermOf(row query.WordTerm) words.Term {
	t := words.Term{ID: row.ID, Folded: row.Folded, AddedAt: moment(row.AddedAt), Revision: row.Revision, Term: lexicon.Term{
		Text: row.Text, Category: verdict.Label(row.Category), Level: int(row.Level), Action: lexicon.Action(row.Action),
		Mode: lexicon.Mode(row.Mode), From: moment(row.ValidFrom), Until: moment(row.ValidUntil), Note: row.Note, AddedBy: row.AddedBy,
	}}
	if row.Scenes != "" {
		t.Scenes = strings.Fields(row.Scenes)
	}
	return t
}
