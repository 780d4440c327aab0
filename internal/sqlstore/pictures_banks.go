package sqlstore

import (
	"context"
	"maps"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var _ pictures.BankStore = (*Store)(nil)

// PicturesRevision implements pictures.BankStore.
func (s *Store) PicturesRevision(ctx context.Context) (int64, error) {
	number, err := s.read().PicturesRevision(ctx)
	return number, failure(err)
}

// PictureBanks implements pictures.BankStore.
func (s *Store) PictureBanks(ctx context.Context) ([]pictures.Bank, error) {
	rows, err := s.read().PictureBanks(ctx)
	banks := make([]pictures.Bank, len(rows))
	for i, row := range rows {
		banks[i] = pictureBankOf(row.PictureBank, row.Entries)
	}
	return banks, failure(err)
}

func pictureBankOf(row query.PictureBank, entries int64) pictures.Bank {
	return pictures.Bank{
		ID: row.ID, App: row.App, Name: row.Name, Kind: pictures.Kind(row.Kind), Label: verdict.Label(row.Label), Entries: int(entries),
		Revision: row.Revision, CreatedAt: moment(row.CreatedAt), UpdatedAt: moment(row.UpdatedAt),
	}
}

// changeBanks runs a change of banks under the next revision, which it raises.
func (s *Store) changeBanks(ctx context.Context, change func(ctx context.Context, q *query.Queries, revision int64) error) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		before, err := q.LockPictures(ctx)
		if err != nil {
			return err
		}
		if err := change(ctx, q, before+1); err != nil {
			return err
		}
		return q.RaisePicturesRevision(ctx)
	})
}

func (s *Store) auditBank(ctx context.Context, q *query.Queries, action auditlog.Action, bank query.PictureBank, more map[string]any) error {
	detail := map[string]any{"bank": bank.Name, "kind": bank.Kind}
	maps.Copy(detail, more)
	return s.audit(ctx, q, audited{action: action, app: bank.App, object: numbered(auditlog.ABank, bank.ID), detail: detail})
}

// AddPictureBank implements pictures.BankStore.
func (s *Store) AddPictureBank(ctx context.Context, bank pictures.Bank) (pictures.Bank, error) {
	err := s.changeBanks(ctx, func(ctx context.Context, q *query.Queries, revision int64) error {
		_, err := q.PictureBankByName(ctx, query.PictureBankByNameParams{App: bank.App, Name: bank.Name})
		if err == nil {
			return &fault.Error{Kind: fault.Conflict, Code: "name_taken", Field: "name", Message: "another bank has this name"}
		}
		if !notFound(err) {
			return err
		}
		number, err := q.CountPictureBanks(ctx)
		if err != nil {
			return err
		}
		if number >= pictures.MaxBanks {
			return fault.New(fault.Conflict, pictures.CodeFull, "there are %d banks already", number)
		}
		row := query.InsertPictureBankParams{
			App: bank.App, Name: bank.Name, Kind: string(bank.Kind), Label: string(bank.Label), Revision: revision,
			CreatedAt: millis(bank.CreatedAt), UpdatedAt: millis(bank.UpdatedAt),
		}
		bank.Revision = revision
		if bank.ID, err = q.InsertPictureBank(ctx, row); err != nil {
			return err
		}
		return s.auditBank(ctx, q, auditlog.BankAdd, query.PictureBank{ID: bank.ID, App: row.App, Name: row.Name, Kind: row.Kind}, nil)
	})
	return bank, err
}

func pictureBank(ctx context.Context, q *query.Queries, id int64) (query.PictureBank, error) {
	row, err := q.PictureBank(ctx, id)
	if notFound(err) {
		return row, fault.New(fault.NotFound, "", "there is no bank %d", id)
	}
	return row, err
}

// DeletePictureBank implements pictures.BankStore.
func (s *Store) DeletePictureBank(ctx context.Context, id int64) error {
	return s.changeBanks(ctx, func(ctx context.Context, q *query.Queries, _ int64) error {
		bank, err := pictureBank(ctx, q, id)
		if err != nil {
			return err
		}
		entries, err := q.DeletePictureEntriesOf(ctx, id)
		if err != nil {
			return err
		}
		if err := q.DeletePictureBank(ctx, id); err != nil {
			return err
		}
		return s.auditBank(ctx, q, auditlog.BankDelete, bank, map[string]any{"entries": entries})
	})
}

// PictureEntries implements pictures.BankStore.
func (s *Store) PictureEntries(ctx context.Context, bankID, before int64, limit int) ([]pictures.Entry, error) {
	if _, err := pictureBank(ctx, s.read(), bankID); err != nil {
		return nil, failure(err)
	}
	rows, err := s.read().PictureEntriesBefore(ctx, query.PictureEntriesBeforeParams{BankID: bankID, Before: pageCursor(before), MaxEntries: pageSize(limit)})
	if err != nil {
		return nil, failure(err)
	}
	entries := make([]pictures.Entry, len(rows))
	for i, row := range rows {
		if entries[i], err = pictureEntryOf(row); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func pictureEntryOf(row query.PictureEntry) (pictures.Entry, error) {
	p, err := printOf(row.Hash, row.InnerHash, row.Quality)
	return pictures.Entry{
		ID: row.ID, BankID: row.BankID, Print: p, Note: row.Note, CaseID: row.CaseID, AddedBy: row.AddedBy, AddedAt: moment(row.AddedAt),
	}, err
}

// AllPictureEntries implements pictures.BankStore.
func (s *Store) AllPictureEntries(ctx context.Context, after int64, limit int) ([]pictures.Entry, error) {
	rows, err := s.read().PictureEntriesAfter(ctx, query.PictureEntriesAfterParams{After: after, MaxEntries: bounded(limit)})
	if err != nil {
		return nil, failure(err)
	}
	entries := make([]pictures.Entry, len(rows))
	for i, row := range rows {
		entries[i] = pictures.Entry{ID: row.ID, BankID: row.BankID}
		if entries[i].Print, err = printOf(row.Hash, row.InnerHash, row.Quality); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// AddPictureEntry implements pictures.BankStore.
func (s *Store) AddPictureEntry(ctx context.Context, entry pictures.Entry) (added pictures.Entry, err error) {
	err = s.changeBanks(ctx, func(ctx context.Context, q *query.Queries, revision int64) error {
		added = entry
		bank, err := pictureBank(ctx, q, entry.BankID)
		if err != nil {
			return err
		}
		known, err := q.PictureEntryByHash(ctx, query.PictureEntryByHashParams{BankID: bank.ID, Hash: entry.Print.Hash.String()})
		if err == nil {
			added, err = pictureEntryOf(known)
			return err
		}
		if !notFound(err) {
			return err
		}
		if added.ID, err = insertPictureEntry(ctx, q, entry); err != nil {
			return err
		}
		if err := q.TouchPictureBank(ctx, query.TouchPictureBankParams{Revision: revision, UpdatedAt: millis(entry.AddedAt), ID: bank.ID}); err != nil {
			return err
		}
		return s.auditBank(ctx, q, auditlog.BankPut, bank, map[string]any{"entry": added.ID, "hash": entry.Print.Hash.String(), "case": entry.CaseID})
	})
	return added, err
}

func insertPictureEntry(ctx context.Context, q *query.Queries, entry pictures.Entry) (int64, error) {
	number, err := q.CountPictureEntries(ctx)
	if err != nil {
		return 0, err
	}
	if number >= pictures.MaxEntries {
		return 0, fault.New(fault.Conflict, pictures.CodeFull, "the banks have %d pictures already", number)
	}
	return q.InsertPictureEntry(ctx, query.InsertPictureEntryParams{
		BankID: entry.BankID, Hash: entry.Print.Hash.String(), InnerHash: entry.Print.Inner.String(), Quality: int64(entry.Print.Quality),
		Note: plain(entry.Note), CaseID: entry.CaseID, AddedBy: plain(entry.AddedBy), AddedAt: millis(entry.AddedAt),
	})
}

// DeletePictureEntry implements pictures.BankStore.
func (s *Store) DeletePictureEntry(ctx context.Context, bankID, entryID int64) error {
	return s.changeBanks(ctx, func(ctx context.Context, q *query.Queries, revision int64) error {
		bank, err := pictureBank(ctx, q, bankID)
		if err != nil {
			return err
		}
		deleted, err := q.DeletePictureEntry(ctx, query.DeletePictureEntryParams{BankID: bankID, ID: entryID})
		if err != nil {
			return err
		}
		if deleted == 0 {
			return fault.New(fault.NotFound, "", "the bank has no picture %d", entryID)
		}
		if err := q.TouchPictureBank(ctx, query.TouchPictureBankParams{Revision: revision, UpdatedAt: millis(s.now()), ID: bank.ID}); err != nil {
			return err
		}
		return s.auditBank(ctx, q, auditlog.BankTake, bank, map[string]any{"entry": entryID})
	})
}
