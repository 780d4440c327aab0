package sqlstore

import (
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// GiftCatalogue implements gift.Store.
func (s *Store) GiftCatalogue(ctx context.Context, app string) (gift.Catalogue, error) {
	row, err := s.read().FindGiftCatalogue(ctx, app)
	c, err := catalogueOf(row, err)
	return c, failure(err)
}

// PutGiftCatalogue implements gift.Store.
func (s *Store) PutGiftCatalogue(ctx context.Context, app string, c gift.Catalogue) (gift.Catalogue, error) {
	var put gift.Catalogue
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		row, err := q.LockGiftCatalogue(ctx, app)
		before, err := catalogueOf(row, err)
		if err != nil {
			return err
		}
		if before.Version != c.Version {
			return catalogueChanged(before.Version)
		}
		if before.Version == 0 {
			before.Gifts = gift.Defaults().Gifts
		}
		if before.Version > 0 && slices.Equal(before.Gifts, c.Gifts) {
			put = before
			return nil
		}
		put = c
		put.Version++
		if err := putCatalogue(ctx, q, app, put); err != nil {
			return err
		}
		return s.auditGifts(ctx, q, app, before.Gifts, put)
	})
	return put, err
}

func putCatalogue(ctx context.Context, q *query.Queries, app string, c gift.Catalogue) error {
	gifts, err := encode(c.Gifts)
	if err != nil {
		return err
	}
	rows, err := q.PutGiftCatalogue(ctx, query.PutGiftCatalogueParams{
		App: app, Version: c.Version, Gifts: gifts, UpdatedAt: millis(c.UpdatedAt), UpdatedBy: c.UpdatedBy,
	})
	if err == nil && rows == 0 { // another one was the first
		return errRetry
	}
	return err
}

// auditGifts tells what changed, so that every version can be read in the log.
func (s *Store) auditGifts(ctx context.Context, q *query.Queries, app string, before []gift.Gift, after gift.Catalogue) error {
	changed := []gift.Gift{}
	removed := []int64{}
	for _, one := range after.Gifts {
		if !slices.Contains(before, one) {
			changed = append(changed, one)
		}
	}
	for _, one := range before {
		if !slices.ContainsFunc(after.Gifts, func(g gift.Gift) bool { return g.ID == one.ID }) {
			removed = append(removed, one.ID)
		}
	}
	return s.audit(ctx, q, audited{
		action: auditlog.GiftsPut, app: app, object: auditlog.Object{Kind: auditlog.AnApp, ID: app},
		detail: map[string]any{"version": after.Version, "set": changed, "removed": removed},
	})
}

// catalogueOf is the row that was found; the zero one for none.
func catalogueOf(row query.GiftCatalogue, err error) (gift.Catalogue, error) {
	if notFound(err) {
		return gift.Catalogue{}, nil
	}
	c := gift.Catalogue{Version: row.Version, UpdatedAt: moment(row.UpdatedAt), UpdatedBy: row.UpdatedBy}
	if err == nil {
		err = decode(row.Gifts, &c.Gifts, "gifts", 0)
	}
	return c, err
}

func catalogueChanged(version int64) error {
	return fault.New(fault.Conflict, gift.CodeChanged, "the catalogue was changed since: it is at version %d", version)
}
