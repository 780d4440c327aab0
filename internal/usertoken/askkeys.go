package usertoken

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// refresh asks for a set's keys if they are wanted, one question at a time.
// Who comes meanwhile waits for its end – but not where patient is false and
// there are keys to go on with. It returns why the last question failed, nil
// where it did not.
func (v *Verifier) refresh(ctx context.Context, set *keySet, wanted func(time.Time) bool, patient bool) error {
	if !wanted(v.now()) {
		return set.failure()
	}
	select {
	case set.asking <- struct{}{}:
	default:
		if !patient && set.usable(v.now()) {
			return nil
		}
		select {
		case set.asking <- struct{}{}:
		case <-ctx.Done():
			return unavailable(ctx.Err(), "the app's key set did not answer in time")
		}
	}
	defer func() { <-set.asking }()
	if !wanted(v.now()) { // somebody has just asked
		return set.failure()
	}
	keys, err := v.askKeys(ctx, set.url)
	set.keep(keys, err, v.now())
	return err
}

// askKeys asks an endpoint for its keys, for everybody who waits and not only
// for the caller: it goes on when the caller leaves.
func (v *Verifier) askKeys(ctx context.Context, url string) ([]setKey, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askTimeout)
	defer cancel()
	status, _, body, err := v.client.Fetch(ctx, url)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("HTTP %d", status)
	}
	var keys []setKey
	if err == nil {
		keys, err = readKeys(body)
	}
	if err != nil {
		return nil, unavailable(err, "the app's key set cannot be had")
	}
	return keys, nil
}
