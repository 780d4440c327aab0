package app

import (
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

func TestHowLongANodeServesOn(t *testing.T) {
	t.Parallel()
	alone := storetest.SQLite(t).Open(t, sqlstore.Options{})
	shared := storetest.Postgres(t).Open(t, sqlstore.Options{})
	for _, row := range []struct {
		what  string
		store *sqlstore.Store
		said  string
		want  time.Duration
	}{
		{"embedded", alone, "", 0},
		{"among others", shared, "", sharedDrainDelay},
		{"embedded, told", alone, "2s", 2 * time.Second},
		{"among others, told", shared, "8s", 8 * time.Second},
		{"among others, told not to", shared, "0s", 0},
	} {
		var own config.Settings
		if row.said != "" {
			if err := own.Assign([]config.Assignment{{Key: "drain_delay", Value: row.said, Origin: row.what}}); err != nil {
				t.Fatal(err)
			}
		}
		a := &App{core: &core{own: own, store: row.store}}
		if got := a.drainDelay(); got != row.want {
			t.Errorf("%s: %s, not %s", row.what, got, row.want)
		}
	}
}

func TestADrainDelayHasBounds(t *testing.T) {
	t.Parallel()
	for said, allowed := range map[string]bool{"0s": true, "5m": true, "-1s": false, "6m": false} {
		settings := config.Default()
		if err := settings.Assign([]config.Assignment{{Key: "drain_delay", Value: said, Origin: "--drain-delay"}}); err != nil {
			t.Fatal(err)
		}
		if problems := settings.Check(); (len(problems) == 0) != allowed {
			t.Errorf("%s: %v", said, config.Join(problems))
		}
	}
}
