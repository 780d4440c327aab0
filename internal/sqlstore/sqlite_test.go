package sqlstore_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

func writeFile(path string) error { return os.WriteFile(path, []byte("x"), 0o600) }

func TestAFileHasOneServer(t *testing.T) {
	t.Parallel()
	d := storetest.SQLite(t)
	first := d.Open(t, sqlstore.Options{Serve: true})
	_, err := sqlstore.Open(background, d.Address, sqlstore.Options{Serve: true})
	if !fault.Is(err, fault.Conflict) || !fault.HasCode(err, sqlstore.CodeInUse) || !strings.Contains(err.Error(), strings.TrimPrefix(d.Address, "sqlite:")) {
		t.Fatalf("a second server: %v", err)
	}
	beside := d.Open(t, sqlstore.Options{}) // like xiezhi apply
	must(t, put(beside, "beside"))
	must(t, first.Close())
	must(t, d.Open(t, sqlstore.Options{Serve: true}).Ready(background))
}

func TestTwoProcessesShareAFile(t *testing.T) {
	t.Parallel()
	d := storetest.SQLite(t)
	stores := []*sqlstore.Store{d.Open(t, sqlstore.Options{Serve: true}), d.Open(t, sqlstore.Options{})}
	var all sync.WaitGroup
	for s, store := range stores {
		for w := range 8 {
			all.Go(func() {
				for i := range 10 {
					if err := put(store, fmt.Sprint(s, w, i)); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	all.Wait()
	for s := range stores {
		for w := range 8 {
			if !isSet(t, stores[1-s], fmt.Sprint(s, w, 9)) {
				t.Errorf("writer %d of store %d lost its last write", w, s)
			}
		}
	}
}

func TestCommitsAreDurable(t *testing.T) {
	t.Parallel()
	store := storetest.SQLite(t).Open(t, sqlstore.Options{})
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000"} {
		if got, err := store.AskWriter(background, "PRAGMA "+pragma); got != want || err != nil {
			t.Errorf("%s is %q, %v", pragma, got, err)
		}
	}
}

func TestReadingConnectionsCannotWrite(t *testing.T) {
	t.Parallel()
	store := storetest.SQLite(t).Open(t, sqlstore.Options{})
	if err := store.Read().PutSetting(background, query.PutSettingParams{Name: "x"}); err == nil {
		t.Error("a read-only connection wrote")
	}
}

func TestFileNamesMayHoldAnything(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"100%, what?.db", "#1 x%20y.db", "数据/獬豸&b=c;d.db"} {
		path := filepath.Join(dir, name)
		store, err := sqlstore.Open(background, path, sqlstore.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		must(t, put(store, "x"))
		must(t, store.Close())
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

func TestOnlyTheOwnerReadsTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "xiezhi.db")
	store, err := sqlstore.Open(background, path, sqlstore.Options{Serve: true})
	must(t, err)
	must(t, put(store, "x"))
	files, err := filepath.Glob(path + "*")
	must(t, err)
	if len(files) < 3 { // with -wal and -shm
		t.Errorf("there are only %q", files)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", file, info.Mode(), err)
		}
	}
	must(t, store.Close())
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the last connection was not closed: %v", err)
	}
}
