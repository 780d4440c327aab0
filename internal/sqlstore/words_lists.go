package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/words"
)

var _ words.Store = (*Store)(nil)

// WordsRevision implements words.Store.
func (s *Store) WordsRevision(ctx context.Context) (int64, error) {
	number, err := s.read().WordsRevision(ctx)
	return number, failure(err)
}

// WordLists implements words.Store.
func (s *Store) WordLists(ctx context.Context) ([]words.List, error) {
	rows, err := s.read().WordLists(ctx)
	lists := make([]words.List, len(rows))
	for i, row := range rows {
		lists[i] = wordListOf(row.WordList, row.Terms)
	}
	return lists, failure(err)
}

// WordList implements words.Store.
func (s *Store) WordList(ctx context.Context, id int64) (words.List, error) {
	return wordList(ctx, s.read(), id)
}

func wordList(ctx context.Context, q *query.Queries, id int64) (words.List, error) {
	row, err := q.WordList(ctx, id)
	if notFound(err) {
		return words.List{}, words.NoList(id)
	}
	if err != nil {
		return words.List{}, failure(err)
	}
	terms, err := q.CountWordTerms(ctx, id)
	return wordListOf(row, terms), failure(err)
}

// PutWordList implements words.Store.
func (s *Store) PutWordList(ctx context.Context, list words.List) (put words.List, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		revision, err := q.LockWords(ctx)
		if err != nil {
			return err
		}
		put, err = s.putWordList(ctx, q, list, revision+1)
		return err
	})
	return put, err
}

func (s *Store) putWordList(ctx context.Context, q *query.Queries, list words.List, revision int64) (words.List, error) {
	before, err := wordListBefore(ctx, q, list)
	if err != nil {
		return words.List{}, err
	}
	if before.ID != 0 && before.App == list.App && before.Name == list.Name && before.Note == list.Note && before.Enabled == asInt(list.Enabled) {
		return wordList(ctx, q, before.ID)
	}
	list.ID = before.ID
	if before.ID == 0 {
		list.ID, err = insertWordList(ctx, q, list, revision)
	} else {
		err = q.UpdateWordList(ctx, query.UpdateWordListParams{
			App: list.App, Name: list.Name, Note: list.Note, Enabled: asInt(list.Enabled),
			Revision: revision, UpdatedAt: millis(list.UpdatedAt), ID: list.ID,
		})
	}
	if err != nil {
		return words.List{}, err
	}
	err = s.wordsChanged(ctx, q, auditlog.WordsPut, list, map[string]any{"made": before.ID == 0, "enabled": list.Enabled})
	if err != nil {
		return words.List{}, err
	}
	return wordList(ctx, q, list.ID)
}

// wordListBefore is the list that is to be changed; without an ID where it is to
// be made.
func wordListBefore(ctx context.Context, q *query.Queries, list words.List) (before query.WordList, err error) {
	named, err := q.WordListByName(ctx, query.WordListByNameParams{App: list.App, Name: list.Name})
	if err != nil && !notFound(err) {
		return before, err
	}
	if list.ID == 0 || named.ID == list.ID {
		return named, nil
	}
	if named.ID != 0 {
		return before, &fault.Error{Kind: fault.Conflict, Code: "name_taken", Field: "name", Message: "another list has this name"}
	}
	before, err = q.WordList(ctx, list.ID)
	if notFound(err) {
		return before, words.NoList(list.ID)
	}
	return before, err
}

func insertWordList(ctx context.Context, q *query.Queries, list words.List, revision int64) (int64, error) {
	number, err := q.CountWordLists(ctx)
	if err != nil {
		return 0, err
	}
	if number >= words.MaxLists {
		return 0, fault.New(fault.Conflict, words.CodeFull, "there are %d word lists already", number)
	}
	return q.InsertWordList(ctx, query.InsertWordListParams{
		App: list.App, Name: list.Name, Note: list.Note, Enabled: asInt(list.Enabled),
		Revision: revision, CreatedAt: millis(list.UpdatedAt), UpdatedAt: millis(list.UpdatedAt),
	})
}

// DeleteWordList implements words.Store.
func (s *Store) DeleteWordList(ctx context.Context, id int64) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if _, err := q.LockWords(ctx); err != nil {
			return err
		}
		list, err := wordList(ctx, q, id)
		if err != nil {
			return err
		}
		if err := q.DeleteWordTermsOf(ctx, id); err != nil {
			return err
		}
		if err := q.DeleteWordList(ctx, id); err != nil {
			return err
		}
		return s.wordsChanged(ctx, q, auditlog.WordsDelete, list, map[string]any{"terms": list.Terms})
	})
}

// wordsChanged raises the revision and tells of the change.
func (s *Store) wordsChanged(ctx context.Context, q *query.Queries, action auditlog.Action, list words.List, detail map[string]any) error {
	if err := q.RaiseWordsRevision(ctx); err != nil {
		return err
	}
	detail["list"] = list.Name
	return s.audit(ctx, q, audited{action: action, app: list.App, object: numbered(auditlog.AWordList, list.ID), detail: detail})
}

func wordListOf(row query.WordList, terms int64) words.List {
	return words.List{
		ID: row.ID, App: row.App, Name: row.Name, Note: row.Note, Enabled: row.Enabled != 0, Terms: int(terms), Revision: row.Revision,
		CreatedAt: moment(row.CreatedAt), UpdatedAt: moment(row.UpdatedAt),
	}
}
