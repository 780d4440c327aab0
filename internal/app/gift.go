package app

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func (a *App) newGifts() *gift.Service {
	return gift.NewService(gift.Options{Store: a.store, People: a.store, Guard: givers{a.enforce}, Wake: a.delivery.Wake, Now: a.now})
}

// givers keeps those who may not log in from giving.
type givers struct{ sanctions *enforce.Service }

// MayGive implements gift.Guard.
func (g givers) MayGive(ctx context.Context, app, user string) error {
	binding, err := g.sanctions.SanctionsInForce(ctx, app, user)
	if err != nil {
		return err
	}
	for _, sanction := range binding {
		if sanction.Action == verdict.LoginLimit {
			return fault.New(fault.Forbidden, "punished", "who may not log in may not give")
		}
	}
	return nil
}
