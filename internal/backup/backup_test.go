package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// house is a data folder with a store that is being served.
func house(t *testing.T) (Order, *sqlstore.Store) {
	t.Helper()
	data := t.TempDir()
	o := Order{
		Data: data, Database: filepath.Join(data, Database), KeyFile: filepath.Join(data, Key), To: filepath.Join(t.TempDir(), "archive.tar"),
		Version: "v1", Now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
	}
	store, err := sqlstore.Open(t.Context(), o.Database, sqlstore.Options{Serve: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	put(t, o.KeyFile, "a key")
	put(t, filepath.Join(data, Evidence, "ab", "picture"), "a picture")
	put(t, filepath.Join(data, Evidence, "ab", ".half"), "half a picture")
	setting(t, store, "first")
	return o, store
}

func put(t *testing.T, at, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(at), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func setting(t *testing.T, store *sqlstore.Store, value string) {
	t.Helper()
	if err := store.PutSetting(t.Context(), "said", value); err != nil {
		t.Fatal(err)
	}
}

func quiet(File) {}

func create(t *testing.T, o Order) Contents {
	t.Helper()
	contents, err := Create(t.Context(), o, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return contents
}

func TestBackUpAndRestore(t *testing.T) {
	t.Parallel()
	o, store := house(t)
	made := create(t, o)
	setting(t, store, "later")
	var names []string
	for _, f := range made.Files {
		names = append(names, f.Name)
	}
	if diff := cmp.Diff([]string{Database, Key, "evidence/ab/picture"}, names); diff != "" {
		t.Error(diff)
	}
	to := filepath.Join(t.TempDir(), "new")
	restored, err := Restore(t.Context(), o.To, to, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made, restored); diff != "" {
		t.Error(diff)
	}
	anew, err := sqlstore.Open(t.Context(), filepath.Join(to, Database), sqlstore.Options{Serve: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = anew.Close() })
	if value, _, err := anew.Setting(t.Context(), "said"); value != "first" || err != nil {
		t.Errorf("%q, %v", value, err)
	}
	if text, err := os.ReadFile(filepath.Join(to, Evidence, "ab", "picture")); string(text) != "a picture" {
		t.Errorf("%q, %v", text, err)
	}
	left, err := filepath.Glob(filepath.Join(to, ".restore-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := Restore(t.Context(), o.To, to, quiet); !fault.Is(err, fault.Conflict) {
		t.Errorf("over what is there: %v", err)
	}
	if _, err := Create(t.Context(), o, quiet); !fault.Is(err, fault.Conflict) {
		t.Errorf("over an archive: %v", err)
	}
}

func TestWithoutTheKey(t *testing.T) {
	t.Parallel()
	o, _ := house(t)
	o.WithoutKey = true
	for _, f := range create(t, o).Files {
		if f.Name == Key {
			t.Error("the key is in it")
		}
	}
}

// Whatever byte is altered, and wherever the archive is cut off: nothing of it
// gets into its place.
func TestADamagedArchiveIsRefused(t *testing.T) {
	t.Parallel()
	o, _ := house(t)
	create(t, o)
	whole, err := os.ReadFile(o.To)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(t *testing.T, how string, at int, archive []byte) {
		t.Helper()
		folder := t.TempDir()
		bad := filepath.Join(folder, "bad.tar")
		put(t, bad, string(archive))
		to := filepath.Join(folder, "data")
		if _, err := Restore(t.Context(), bad, to, quiet); err == nil {
			t.Errorf("%s at %d of %d: taken", how, at, len(whole))
		}
		if _, err := os.Stat(filepath.Join(to, Database)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s at %d: something is in its place", how, at)
		}
	}
	content := len(whole) - 1024 // the end of a tar file is two empty blocks
	for i := range 30 {
		at := i * content / 30
		refused(t, "cut off", at, whole[:at])
		if at%512 < 100 && at%512+512 < content { // within what counts of a header, or a file's bytes
			altered := bytes.Clone(whole)
			altered[at+512] ^= 0x40
			refused(t, "altered", at+512, altered)
		}
	}
}

// An archive may not write elsewhere, nor what is none of ours.
func TestAHostileArchive(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"../evil", "/etc/evil", "evidence/../../evil", "evidence/a/../../../evil", "evil", "evidence/.hidden", `evidence\..\..\evil`, "evidence/", "./xiezhi.db", "evidence//a",
	} {
		folder := t.TempDir()
		bad, err := os.Create(filepath.Join(folder, "bad.tar"))
		if err != nil {
			t.Fatal(err)
		}
		w := tar.NewWriter(bad)
		_ = w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: 1, Typeflag: tar.TypeReg})
		_, _ = io.WriteString(w, "x")
		_, _ = w.Close(), bad.Close()
		if _, err := Restore(t.Context(), bad.Name(), filepath.Join(folder, "data"), quiet); !fault.HasCode(err, CodeDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		found, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil || len(found) != 2 {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
}

// A database that is not whole is not backed up as if it were.
func TestADamagedDatabaseIsTold(t *testing.T) {
	t.Parallel()
	o, store := house(t)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", o.Database)
	if err != nil {
		t.Fatal(err)
	}
	var page, size int64
	if err := errors.Join(db.QueryRow("SELECT rootpage FROM sqlite_master WHERE name = 'settings'").Scan(&page), db.QueryRow("PRAGMA page_size").Scan(&size), db.Close()); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(o.Database, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt([]byte(strings.Repeat("\xff", 64)), (page-1)*size); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(context.Background(), o, quiet); err == nil {
		t.Error("it was backed up")
	}
	if _, err := os.Stat(o.To); !errors.Is(err, os.ErrNotExist) {
		t.Error("there is an archive")
	}
}
