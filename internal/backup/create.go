package backup

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// Order is what to back up, and how.
type Order struct {
	Data       string // the data folder
	Database   string // the file, where it is not in the folder under its usual name
	KeyFile    string // likewise; empty where the key is in no file
	WithoutKey bool   // the key is kept elsewhere
	To         string // the archive, which must not exist
	Version    string // of this program
	Now        time.Time
}

// Create writes an archive and reads it again. The archive has its name only
// when all of it is on the disk. Tell hears of each file.
func Create(ctx context.Context, o Order, tell func(File)) (contents Contents, err error) {
	if _, err := os.Stat(o.Database); err != nil {
		return contents, fault.Wrap(fault.Invalid, err, "there is no database %s to back up", o.Database)
	}
	if _, err := os.Lstat(o.To); !errors.Is(err, fs.ErrNotExist) {
		return contents, fault.New(fault.Conflict, "exists", "%s exists already", o.To)
	}
	folder, err := os.MkdirTemp(filepath.Dir(o.To), ".xiezhi-backup-")
	if err != nil {
		return contents, err
	}
	defer os.RemoveAll(folder)
	snapshot := filepath.Join(folder, Database)
	if err := sqlstore.SnapshotFile(ctx, o.Database, snapshot); err != nil {
		return contents, err
	}
	if err := sqlstore.CheckFile(ctx, snapshot); err != nil {
		return contents, err
	}
	part := filepath.Join(folder, "archive")
	w := writing{contents: Contents{MadeAt: o.Now.UTC().Truncate(time.Second), By: o.Version}, tell: tell}
	if err := w.all(ctx, o, snapshot, part); err != nil {
		return contents, err
	}
	if contents, err = Check(ctx, part); err != nil {
		return contents, err
	}
	return contents, os.Rename(part, o.To)
}

// writing is an archive that is being written.
type writing struct {
	tar      *tar.Writer
	contents Contents
	tell     func(File)
}

func (w *writing) all(ctx context.Context, o Order, snapshot, to string) error {
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	w.tar = tar.NewWriter(file)
	if err := w.add(Database, snapshot); err != nil {
		return err
	}
	if o.KeyFile != "" && !o.WithoutKey {
		if err := w.add(Key, o.KeyFile); err != nil {
			return err
		}
	}
	if err := w.evidence(ctx, filepath.Join(o.Data, Evidence)); err != nil {
		return err
	}
	if err := w.manifest(); err != nil {
		return err
	}
	if err := w.tar.Close(); err != nil {
		return err
	}
	return file.Sync()
}

// evidence adds the copies. One that is forgotten meanwhile is not missed: the
// database that says so may be newer than the snapshot, and shows none.
func (w *writing) evidence(ctx context.Context, folder string) error {
	return filepath.WalkDir(folder, func(at string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case !entry.Type().IsRegular():
			return nil
		}
		inside, err := filepath.Rel(filepath.Dir(folder), at)
		if err != nil || !allowed(filepath.ToSlash(inside)) { // half written
			return err
		}
		if err := w.add(filepath.ToSlash(inside), at); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

func (w *writing) add(name, at string) error {
	file, err := os.Open(at)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return err
	}
	added, err := copyHashed(name, w.tar, io.LimitReader(file, info.Size()))
	if err != nil {
		return err
	}
	w.contents.Files = append(w.contents.Files, added)
	w.tell(added)
	return nil
}

func (w *writing) manifest() error {
	text, err := json.MarshalIndent(w.contents, "", "  ")
	if err != nil {
		return err
	}
	if err := w.tar.WriteHeader(&tar.Header{Name: manifest, Mode: 0o600, Size: int64(len(text)), ModTime: w.contents.MadeAt}); err != nil {
		return err
	}
	_, err = w.tar.Write(text)
	return err
}
