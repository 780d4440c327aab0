package sqlstore_test

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// What checks its callers forgot is still the callers' mistake. SQLite stores
// any bytes.
func TestTextThatIsNoneIsTheCallersMistake(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		store := d.Open(t, sqlstore.Options{})
		for _, text := range []string{"nul\x00", "half a character \xe4\xb8"} {
			err := put(store, text)
			if d.Postgres && !fault.Is(err, fault.Invalid) || !d.Postgres && err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
		must(t, put(store, "文字"))
	})
}
