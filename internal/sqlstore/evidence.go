package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ evidence.NoticeStore = (*Store)(nil)

// KeepNotice implements evidence.NoticeStore. Notices that come at the same time
// share a transaction (see desk).
func (s *Store) KeepNotice(ctx context.Context, n evidence.Notice) error {
	_, err := s.notices.hand(ctx, query.KeepNoticeParams{
		App: n.App, NoticeKey: n.Key, Kind: int64(n.Kind), Body: plain(string(n.Body)),
		ReceivedAt: millis(n.ReceivedAt), DueAt: millis(n.ReceivedAt),
	})
	return err
}

// keepAll keeps notices in one transaction. They are in one order in every
// batch, so that no two wait for each other in a circle.
func (s *Store) keepAll(ctx context.Context, rows []query.KeepNoticeParams, more func() []query.KeepNoticeParams) ([]struct{}, error) {
	kept := 0
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		kept = len(rows)
		for round := rows; len(round) > 0; {
			if err := q.KeepNotices(ctx, inOrder(round)); err != nil {
				return err
			}
			if s.engine.clerks() > 1 {
				return nil
			}
			round = more()
			rows = append(rows, round...)
			kept = len(rows)
		}
		return nil
	})
	return make([]struct{}, kept), err
}

// inOrder is every notice once, for one statement.
func inOrder(round []query.KeepNoticeParams) []query.KeepNoticeParams {
	ordered := slices.SortedFunc(slices.Values(round), compareNotices)
	return slices.CompactFunc(ordered, func(a, b query.KeepNoticeParams) bool { return compareNotices(a, b) == 0 })
}

func compareNotices(a, b query.KeepNoticeParams) int {
	return cmp.Or(cmp.Compare(a.App, b.App), cmp.Compare(a.NoticeKey, b.NoticeKey))
}
