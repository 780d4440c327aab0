package sqlstore

import (
	"context"
	"encoding/base64"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ party.Store = (*Store)(nil)

// CreatePartyAccount implements party.Store.
func (s *Store) CreatePartyAccount(ctx context.Context, a party.Account, draw func() int64) (kept party.Account, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		_, err := q.InsertPartyAccount(ctx, query.InsertPartyAccountParams{
			App: a.App, UserUuid: a.UserUUID, Name: a.Name, Mobile: a.Mobile, Icon: a.Icon, Sex: int64(a.Sex), Age: int64(a.Age),
			TokenHash: a.TokenHash, ImToken: sealedText(a.IMToken), CreatedAt: millis(a.CreatedAt), UpdatedAt: millis(a.UpdatedAt),
		})
		if err != nil {
			return err
		}
		row, err := q.LockPartyAccount(ctx, query.LockPartyAccountParams{App: a.App, UserUuid: a.UserUUID})
		if err != nil {
			return err
		}
		if kept, err = partyAccountOf(row); err != nil {
			return err
		}
		kept.DeviceID = a.DeviceID
		kept.RTCUid, err = numberOf(ctx, q, a, draw)
		return err
	})
	return kept, err
}

// numberOf is the device's number. The account is locked. What waits to hear whose
// a number is that is given only now is looked at again.
func numberOf(ctx context.Context, q *query.Queries, a party.Account, draw func() int64) (int64, error) {
	device, err := q.FindPartyDevice(ctx, query.FindPartyDeviceParams{App: a.App, UserUuid: a.UserUUID, DeviceID: a.DeviceID})
	if !notFound(err) {
		return device.RtcUid, err
	}
	devices, err := q.CountPartyDevices(ctx, query.CountPartyDevicesParams{App: a.App, UserUuid: a.UserUUID})
	if err != nil {
		return 0, err
	}
	if devices >= party.MaxDevices {
		return 0, fault.New(fault.Conflict, "", "the user has %d devices already", devices)
	}
	number := draw()
	inserted, err := q.InsertPartyDevice(ctx, query.InsertPartyDeviceParams{
		App: a.App, UserUuid: a.UserUUID, DeviceID: a.DeviceID, RtcUid: number, CreatedAt: millis(a.UpdatedAt),
	})
	if err == nil && inserted == 0 { // somebody has that number
		return 0, errRetry
	}
	if err != nil {
		return 0, err
	}
	return number, q.WakeNoticesOf(ctx, query.WakeNoticesOfParams{
		Now: millis(a.UpdatedAt), App: a.App, Ending: "%" + waitsFor(content.Seat{UID: strconv.FormatInt(number, 10)}),
	})
}

// ChangePartyAccount implements party.Store.
func (s *Store) ChangePartyAccount(ctx context.Context, app, userUUID string, alter func(*party.Account) error) (kept party.Account, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		row, err := q.LockPartyAccount(ctx, query.LockPartyAccountParams{App: app, UserUuid: userUUID})
		if notFound(err) {
			return party.NoUser(userUUID)
		}
		if err != nil {
			return err
		}
		if kept, err = partyAccountOf(row); err != nil {
			return err
		}
		if err := alter(&kept); err != nil {
			return err
		}
		err = q.UpdatePartyAccount(ctx, query.UpdatePartyAccountParams{
			App: app, UserUuid: userUUID, Name: kept.Name, Mobile: kept.Mobile, Icon: kept.Icon, Sex: int64(kept.Sex), Age: int64(kept.Age),
			TokenHash: kept.TokenHash, ImToken: sealedText(kept.IMToken), UpdatedAt: millis(kept.UpdatedAt),
		})
		if err != nil {
			return err
		}
		device, err := q.LastPartyDevice(ctx, query.LastPartyDeviceParams{App: app, UserUuid: userUUID})
		if notFound(err) {
			return nil
		}
		kept.DeviceID, kept.RTCUid = device.DeviceID, device.RtcUid
		return err
	})
	return kept, err
}

// partyUser is the user whose device has the number; empty for nobody's.
func (s *Store) partyUser(ctx context.Context, app, uid string) (string, error) {
	number, err := strconv.ParseInt(uid, 10, 64)
	if err != nil {
		return "", nil //nolint:nilerr // a name is no number of ours
	}
	user, err := s.read().PartyUserOf(ctx, query.PartyUserOfParams{App: app, RtcUid: number})
	if notFound(err) {
		return "", nil
	}
	return user, failure(err)
}

// sealedText is what is sealed as text.
func sealedText(sealed string) string { return base64.StdEncoding.EncodeToString([]byte(sealed)) }

func partyAccountOf(row query.PartyAccount) (party.Account, error) {
	sealed, err := base64.StdEncoding.DecodeString(row.ImToken)
	if err != nil {
		return party.Account{}, fault.Wrap(fault.Internal, err, "internal error")
	}
	return party.Account{
		App: row.App, UserUUID: row.UserUuid, Name: row.Name, Mobile: row.Mobile, Icon: row.Icon, Sex: int(row.Sex), Age: int(row.Age),
		TokenHash: row.TokenHash, IMToken: string(sealed), CreatedAt: moment(row.CreatedAt), UpdatedAt: moment(row.UpdatedAt),
	}, nil
}
