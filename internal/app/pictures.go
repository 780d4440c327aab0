package app

import (
	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// newDetectors makes the client that calls the apps' detectors, which may take
// longer than others' addresses.
func newDetectors() *egress.Client {
	return egress.New(egress.Options{Timeout: pictures.LongestTimeout})
}

// judge is what judges messages, and what the codes in pictures say.
func (c *core) judge() screen.Judge {
	return screen.Judge{Finders: []screen.Finder{c.words}, Rules: c.rules, Thresholds: c.thresholds}
}

// newPictures makes the room that looks at pictures, and its banks.
func (a *App) newPictures() (*pictures.Service, *pictures.Banks) {
	banks := pictures.NewBanks(a.store, a.now)
	return pictures.NewService(pictures.Options{
		Store: a.store, Banks: banks, Media: a.media, Apps: a.registry, Caller: a.detectors, Judge: a.judge(), Thresholds: a.thresholds,
		Wake: a.delivery.Wake, Now: a.now, Log: a.log,
	}), banks
}
