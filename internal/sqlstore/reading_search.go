package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ review.Reader = (*Store)(nil)

// searchRounds bounds how often a search asks again for what the database
// found in the text's JSON but not in the text.
const searchRounds = 10

// SearchCases implements review.Reader.
func (s *Store) SearchCases(ctx context.Context, f review.CaseFilter) ([]review.Case, error) {
	if len(f.Text) > review.MaxSearchText {
		return nil, fault.Field("text", "is longer than %d bytes", review.MaxSearchText)
	}
	search, err := s.newSearch(ctx, f)
	if err != nil {
		return nil, failure(err)
	}
	var found []review.Case
	for range searchRounds {
		rows, err := search.page(ctx)
		if err != nil {
			return nil, failure(err)
		}
		if found, err = search.keep(found, rows); err != nil {
			return nil, err
		}
		if len(rows) < int(search.MaxCases) || len(found) >= int(search.MaxCases) {
			break
		}
		last := rows[len(rows)-1].Case
		search.from(last.OpenedAt, last.ID)
	}
	return found[:min(len(found), int(search.MaxCases))], nil
}

// foundCase is a row of each of the searches.
type foundCase = query.SearchShelfRow

// search is a filter in the queries' terms: the parameters that all of them
// have, and where each of them is to look.
type search struct {
	query.SearchUserParams
	q       *query.Queries
	text    needle
	apps    []string
	shelves []string
}

func (s *Store) newSearch(ctx context.Context, f review.CaseFilter) (*search, error) {
	text := needleFor(f.Text)
	one := &search{q: s.read(), text: text, SearchUserParams: query.SearchUserParams{
		UserID: f.UserID, Reporter: f.Reporter, DecidedBy: f.DecidedBy, Queue: string(f.Queue), State: string(f.State),
		Pattern: text.inJSON(), MemoPattern: text.inText(), MaxCandidates: review.FoundBy, MaxCases: pageSize(f.Limit),
	}}
	if err := one.bound(ctx, f); err != nil {
		return nil, err
	}
	return one, one.places(ctx, f)
}

// places finds the apps and shelves to look in.
func (s *search) places(ctx context.Context, f review.CaseFilter) error {
	shelves, err := shelvesOf(ctx, s.q, f.App)
	for _, shelf := range shelves {
		app, state, _ := strings.Cut(shelf, "/")
		if f.State == "" || string(f.State) == state {
			s.shelves = append(s.shelves, shelf)
		}
		if !slices.Contains(s.apps, app) {
			s.apps = append(s.apps, app)
		}
	}
	return err
}

// shelvesOf lists an app's shelves; those of all apps where it is empty.
func shelvesOf(ctx context.Context, q *query.Queries, app string) ([]string, error) {
	if app == "" {
		return q.Shelves(ctx)
	}
	var shelves []string
	for _, state := range []review.State{review.Open, review.Leased, review.Decided} {
		shelves = append(shelves, app+"/"+string(state))
	}
	return shelves, nil
}

// page is the newest of what every place has.
func (s *search) page(ctx context.Context) ([]foundCase, error) {
	var all []foundCase
	look := s.lookInShelf
	places := s.shelves
	if s.UserID != "" || s.Reporter != "" || s.DecidedBy != "" {
		look, places = s.lookInApp, s.apps
	}
	for _, place := range places {
		rows, err := look(ctx, place)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	slices.SortFunc(all, func(a, b foundCase) int {
		return cmp.Or(cmp.Compare(b.Case.OpenedAt, a.Case.OpenedAt), cmp.Compare(b.Case.ID, a.Case.ID))
	})
	return all[:min(len(all), int(s.MaxCases))], nil
}

// lookInApp goes by the narrowest index that the filter allows.
func (s *search) lookInApp(ctx context.Context, app string) ([]foundCase, error) {
	by := s.SearchUserParams
	by.App = app
	switch {
	case s.UserID != "":
		return alike(s.q.SearchUser(ctx, by))
	case s.Reporter != "":
		return alike(s.q.SearchReporter(ctx, query.SearchReporterParams{
			App: app, Reporter: by.Reporter, Newest: by.Newest, Oldest: by.Oldest, CursorAt: by.CursorAt, CursorID: by.CursorID,
			Queue: by.Queue, State: by.State, DecidedBy: by.DecidedBy, Pattern: by.Pattern, MemoPattern: by.MemoPattern,
			MaxCandidates: by.MaxCandidates, MaxCases: by.MaxCases,
		}))
	}
	return alike(s.q.SearchDecider(ctx, query.SearchDeciderParams{
		Decider: app + "/" + by.DecidedBy, Newest: by.Newest, Oldest: by.Oldest, CursorAt: by.CursorAt, CursorID: by.CursorID,
		Queue: by.Queue, State: by.State, Pattern: by.Pattern, MemoPattern: by.MemoPattern,
		MaxCandidates: s.candidates(), MaxCases: by.MaxCases,
	}))
}

func (s *search) lookInShelf(ctx context.Context, shelf string) ([]foundCase, error) {
	return s.q.SearchShelf(ctx, query.SearchShelfParams{
		Shelf: shelf, Newest: s.Newest, Oldest: s.Oldest, CursorAt: s.CursorAt, CursorID: s.CursorID,
		Queue: s.Queue, Pattern: s.Pattern, MemoPattern: s.MemoPattern,
		MaxCandidates: s.candidates(), MaxCases: s.MaxCases,
	})
}

// candidates is how many cases in order are looked at: without a text, each is
// one of the found.
func (s *search) candidates() int32 {
	if s.text == "" {
		return s.MaxCases
	}
	return review.SearchedText
}

// keep adds those of the rows in which the text stands.
func (s *search) keep(found []review.Case, rows []foundCase) ([]review.Case, error) {
	for _, row := range rows {
		c, err := caseOf(row.Case, row.Report)
		if err != nil {
			return nil, err
		}
		if s.text.standsIn(c.First) {
			found = append(found, c)
		}
	}
	return found, nil
}

// alike gives the rows of any search the same type.
func alike[R interface {
	struct {
		Case   query.Case
		Report query.Report
	} | query.SearchUserRow | query.SearchReporterRow | query.SearchDeciderRow
}](rows []R, err error) ([]foundCase, error) {
	found := make([]foundCase, len(rows))
	for i, row := range rows {
		found[i] = foundCase(row)
	}
	return found, err
}
