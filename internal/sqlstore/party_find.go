package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// PartyAccount implements party.Store.
func (s *Store) PartyAccount(ctx context.Context, app, userUUID string) (party.Account, error) {
	row, err := s.read().FindPartyAccount(ctx, query.FindPartyAccountParams{App: app, UserUuid: userUUID})
	return foundMember(row, err, userUUID)
}

// PartyAccountByMobile implements party.Store.
func (s *Store) PartyAccountByMobile(ctx context.Context, app, mobile string) (party.Account, error) {
	row, err := s.read().PartyAccountByMobile(ctx, query.PartyAccountByMobileParams{App: app, Mobile: mobile})
	return foundMember(row, err, "with this mobile number")
}

func foundMember(row query.PartyAccount, err error, who string) (party.Account, error) {
	switch {
	case notFound(err):
		return party.Account{}, party.NoUser(who)
	case err != nil:
		return party.Account{}, failure(err)
	}
	return partyAccountOf(row)
}

// PartyAccounts implements party.Store.
func (s *Store) PartyAccounts(ctx context.Context, app string, users []string) (map[string]party.Account, error) {
	asked := make([]query.PartyAccountsOfParams, len(users))
	for i, user := range users {
		asked[i] = query.PartyAccountsOfParams{App: app, UserUuid: user}
	}
	found := make(map[string]party.Account, len(users))
	if len(asked) == 0 {
		return found, nil
	}
	rows, err := s.read().PartyAccountsOfMany(ctx, asked)
	if err != nil {
		return nil, failure(err)
	}
	for _, row := range rows {
		if found[row.UserUuid], err = partyAccountOf(row); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// PartyNumber implements party.Store.
func (s *Store) PartyNumber(ctx context.Context, a party.Account, draw func() int64) (number int64, err error) {
	device, err := s.read().FindPartyDevice(ctx, query.FindPartyDeviceParams{App: a.App, UserUuid: a.UserUUID, DeviceID: a.DeviceID})
	if !notFound(err) {
		return device.RtcUid, failure(err)
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		_, err := q.LockPartyAccount(ctx, query.LockPartyAccountParams{App: a.App, UserUuid: a.UserUUID})
		if notFound(err) {
			return party.NoUser(a.UserUUID)
		}
		if err != nil {
			return err
		}
		number, err = numberOf(ctx, q, a, draw)
		return err
	})
	return number, err
}

// WriteEvents implements party.EventStore.
func (s *Store) WriteEvents(ctx context.Context, events []outbox.Event) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		var fresh []outbox.Event
		for _, event := range events {
			there, err := q.EventThere(ctx, event.Key)
			if err != nil {
				return err
			}
			if there == 0 {
				fresh = append(fresh, event)
			}
		}
		return appendEvents(ctx, q, fresh)
	})
}
