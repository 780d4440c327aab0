package app

import (
	"net/http"
	"path/filepath"
	"time"

	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/httpserver"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/protocol/netease"
)

// The copies of what evidence shows are kept until the evidence is forgotten:
// neither space nor disuse puts them away.
const (
	exhibitSpace = 1 << 50
	exhibitKeep  = 11 * 365 * 24 * time.Hour
)

// newExhibits makes the room of the copies, which keeps its files under Data
// or, where there is one, in a vault.
func (c *core) newExhibits(vault media.Vault) (*media.Service, error) {
	return media.New(media.Options{
		Vault: vault, Dir: filepath.Join(c.own.Data, "evidence"), Client: c.egress, Now: c.now, Space: exhibitSpace, KeepFor: exhibitKeep,
	})
}

func (a *App) newEvidence() *evidence.Service {
	return evidence.NewService(evidence.Options{
		Store: a.store, Reader: netease.Reader{}, Apps: a.registry, Media: a.exhibits, Sanctions: a.enforce,
		Wake: a.delivery.Wake, Keeps: a.keeps, Now: a.now, Log: a.log,
	})
}

// notices serves what clouds of calls tell, which proves itself by its checksum.
func (a *App) notices() http.Handler {
	return httpserver.Routed(netease.NewHandler(netease.Deps{Apps: a.registry, Notices: a.evidence, Now: a.now, Log: a.log}))
}

func (a *App) takesNotices(path string) bool {
	return path == netease.Path || a.registry.TakesNotices(path)
}
