package tenant

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func fileKeyring(t *testing.T) (ring *Keyring, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "secret.key")
	ring, err := LoadKeyring(path)
	if err != nil {
		t.Fatal(err)
	}
	return ring, path
}

func opens(ring *Keyring, name string, sealed []byte) bool {
	plain, err := ring.Open(name, sealed)
	return err == nil && string(plain) == "secret"
}

func TestSealedTextsHoldToTheirName(t *testing.T) {
	t.Parallel()
	ring, _ := fileKeyring(t)
	sealed := ring.Seal("live", []byte("secret"))
	altered := slices.Clone(sealed)
	altered[len(altered)-1] ^= 1
	if !opens(ring, "live", sealed) || opens(ring, "other", sealed) || opens(ring, "live", altered) || opens(ring, "live", sealed[:10]) || opens(ring, "live", nil) {
		t.Error("opened wrongly")
	}
	if strings.Contains(string(sealed), "secret") || KeyID(sealed) != ring.ID() || KeyID(nil) != "" {
		t.Error("sealed wrongly")
	}
}

func TestAServerFollowsItsKeyFile(t *testing.T) {
	t.Parallel()
	server, path := fileKeyring(t)
	before := server.Seal("live", []byte("secret"))
	tool, err := LoadKeyring(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := tool.AddKey(); err != nil {
		t.Fatal(err)
	}
	after := tool.Seal("live", []byte("secret"))
	if !opens(server, "live", before) || !opens(server, "live", after) || !opens(tool, "live", before) {
		t.Error("a key is missing")
	}
	if KeyID(before) == KeyID(after) || server.ID() != KeyID(after) || !server.Newest(after) || server.Newest(before) {
		t.Errorf("the server's keys are %v", server.IDs())
	}
	if err := tool.DropKeys([]string{KeyID(before), KeyID(after)}); err != nil {
		t.Fatal(err)
	}
	if opens(tool, "live", before) || !opens(tool, "live", after) || !slices.Equal(server.IDs(), []string{KeyID(after)}) {
		t.Errorf("the keys left are %v", server.IDs())
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Remove(path); err != nil || !opens(server, "live", after) {
		t.Errorf("without its file the server forgot its key: %v", err)
	}
}

func TestKeysAreChangedByOneAtATime(t *testing.T) {
	t.Parallel()
	ring, path := fileKeyring(t)
	if err := os.WriteFile(path+".lock", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ring.AddKey(); err == nil || !strings.Contains(err.Error(), path+".lock") || len(ring.IDs()) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestGivenKeys(t *testing.T) {
	t.Parallel()
	old, err := NewKeyring(testKey)
	if err != nil {
		t.Fatal(err)
	}
	both, err := NewKeyring(strings.Repeat("ab", keySize) + ", " + testKey)
	if err != nil {
		t.Fatal(err)
	}
	sealed := old.Seal("live", []byte("secret"))
	if !opens(both, "live", sealed) || both.Newest(sealed) || opens(old, "live", both.Seal("live", []byte("secret"))) {
		t.Error("the order of the keys")
	}
	if err := both.AddKey(); !fault.Is(err, fault.Invalid) {
		t.Errorf("a key added to given ones: %v", err)
	}
}

func TestResealMovesEveryAppOnce(t *testing.T) {
	t.Parallel()
	store := newMemory()
	ring, _ := fileKeyring(t)
	r := NewRegistry(store, ring, slog.New(slog.DiscardHandler))
	for _, id := range []string{"a", "b"} {
		if _, err := r.Apply(t.Context(), App{ID: id, Name: id}); err != nil {
			t.Fatal(err)
		}
	}
	if err := ring.AddKey(); err != nil {
		t.Fatal(err)
	}
	store.race = func() { // another process changes an app in between, still under the old key
		store.apps["a"] = slices.Clone(store.apps["b"])
		store.apps["a"] = resealed(t, ring, store.apps["a"])
	}
	moved, err := r.Reseal(t.Context())
	if err != nil || moved != 1 {
		t.Errorf("moved %d, %v", moved, err)
	}
	for id, sealed := range store.apps {
		if !ring.Newest(sealed) {
			t.Errorf("%s is under the old key", id)
		}
	}
	if moved, err := r.Reseal(t.Context()); moved != 0 || err != nil {
		t.Errorf("again: %d, %v", moved, err)
	}
}

// resealed is what another process that has the new key already stores for a.
func resealed(t *testing.T, ring *Keyring, b []byte) []byte {
	t.Helper()
	plain, err := ring.Open("b", b)
	if err != nil {
		t.Error(err)
	}
	return ring.Seal("a", []byte(strings.ReplaceAll(string(plain), `"b"`, `"a"`)))
}

func TestChangeLosesNoOthersChange(t *testing.T) {
	t.Parallel()
	store := newMemory()
	r, other := newTestRegistry(t, store), newTestRegistry(t, store)
	if _, err := r.Apply(t.Context(), uplusApp("live")); err != nil {
		t.Fatal(err)
	}
	store.race = func() {
		if _, err := other.Change(t.Context(), "live", func(app *App) error { app.Name = "改名"; return nil }); err != nil {
			t.Error(err)
		}
	}
	changes, err := r.Change(t.Context(), "live", func(app *App) error { app.Uplus.ServerToken = "another"; return nil })
	if err != nil || !slices.Equal(changes, []string{"uplus.server_token changed"}) {
		t.Fatalf("changes %q, %v", changes, err)
	}
	if app, _ := r.App("live"); app.Name != "改名" || app.Uplus.ServerToken != "another" {
		t.Errorf("the app is %v %v", app.Name, app.Uplus)
	}
	before := store.writes
	if changes, err := r.Change(t.Context(), "live", func(*App) error { return nil }); len(changes) > 0 || err != nil || store.writes != before {
		t.Errorf("nothing to change: %q, %v", changes, err)
	}
}

func TestChangeRefuses(t *testing.T) {
	t.Parallel()
	r := newTestRegistry(t, newMemory())
	if _, err := r.Apply(t.Context(), uplusApp("live")); err != nil {
		t.Fatal(err)
	}
	wrong := errors.New("no")
	for name, try := range map[string]struct {
		id    string
		alter func(*App) error
		is    func(error) bool
	}{
		"unknown": {"none", func(*App) error { return nil }, func(err error) bool { return fault.HasCode(err, "unknown_app") }},
		"refused": {"live", func(*App) error { return wrong }, func(err error) bool { return errors.Is(err, wrong) }},
		"bad":     {"live", func(app *App) error { app.Uplus.Method = "PUT"; return nil }, func(err error) bool { return fault.Is(err, fault.Invalid) }},
	} {
		if _, err := r.Change(t.Context(), try.id, try.alter); !try.is(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if app, _ := r.App("live"); app.Uplus.Method != "" {
		t.Error("a bad change is seen")
	}
}
