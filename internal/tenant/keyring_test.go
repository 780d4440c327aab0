package tenant

import (
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestLoadKeyringMakesAKeyOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "secret.key")
	ids := make([]string, 8)
	var wait sync.WaitGroup
	for i := range ids {
		wait.Go(func() {
			ring, err := LoadKeyring(path)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = ring.ID()
		})
	}
	wait.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Fatalf("several keys: %v", ids)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".secret-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBadKeysAreRefused(t *testing.T) {
	t.Parallel()
	for _, digits := range []string{"", "abc", strings.Repeat("0", 62), strings.Repeat("zz", 32)} {
		if _, err := NewKeyring(digits); err == nil || !strings.Contains(err.Error(), "64 hex digits") {
			t.Errorf("%q: got %v", digits, err)
		}
	}
	path := filepath.Join(t.TempDir(), "secret.key")
	if err := os.WriteFile(path, []byte("not a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKeyring(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	t.Parallel()
	app := uplusApp("live")
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "app", app, "secret", app.Uplus.ServerToken)
	for _, text := range []string{fmt.Sprintf("%v %+v", app.Uplus, *app.Uplus), fmt.Sprintf("%#v", *app.Uplus), log.String()} {
		if strings.Contains(text, "top-secret") {
			t.Errorf("printed: %s", text)
		}
	}
}

func TestSecretBytes(t *testing.T) {
	t.Parallel()
	for secret, want := range map[Secret]string{"plain": "plain", "hex:6869": "hi", "": ""} {
		if got, err := secret.Bytes(); err != nil || string(got) != want {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if _, err := Secret("hex:abc").Bytes(); err == nil || strings.Contains(err.Error(), "abc") {
		t.Errorf("got %v", err)
	}
}

// TestDerive: what is derived is the same wherever the key is, and tells apart
// keys and purposes.
func TestDerive(t *testing.T) {
	t.Parallel()
	one, other := strings.Repeat("01", 32), strings.Repeat("02", 32)
	derive := func(digits, purpose string) []string {
		ring, err := NewKeyring(digits)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, key := range ring.Derive(purpose) {
			list = append(list, hex.EncodeToString(key))
		}
		return list
	}
	both := derive(one+","+other, "bus")
	if len(both) != 2 || both[0] == both[1] || both[0] != derive(one, "bus")[0] || both[1] != derive(other, "bus")[0] {
		t.Errorf("derived %q", both)
	}
	if both[0] == derive(one, "hashes")[0] || both[0] == one {
		t.Error("another purpose has the same key")
	}
}
