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
	"slices"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// maxManifest is how large a manifest may be, in bytes.
const maxManifest = 256 << 20

// Check reads an archive from end to end and returns what it holds. An archive
// that is cut off, altered or none is a Conflict fault with CodeDamaged.
func Check(ctx context.Context, archive string) (Contents, error) {
	return read(ctx, archive, func(name string, from io.Reader) (File, error) { return copyHashed(name, io.Discard, from) })
}

// Restore puts an archive's files into a data folder that has no database yet.
// Nothing is in its place before all of it is on the disk and was found right.
func Restore(ctx context.Context, archive, data string, tell func(File)) (contents Contents, err error) {
	if err := os.MkdirAll(data, 0o750); err != nil {
		return contents, err
	}
	for _, name := range []string{Database, Key, Evidence} {
		if _, err := os.Lstat(filepath.Join(data, name)); !errors.Is(err, fs.ErrNotExist) {
			return contents, fault.New(fault.Conflict, "exists", "%s has a %s already: restore into an empty folder", data, name)
		}
	}
	folder, err := os.MkdirTemp(data, ".restore-")
	if err != nil {
		return contents, err
	}
	defer os.RemoveAll(folder)
	contents, err = read(ctx, archive, func(name string, from io.Reader) (File, error) {
		file, err := unpack(folder, name, from)
		if err == nil {
			tell(file)
		}
		return file, err
	})
	if err != nil {
		return contents, err
	}
	if err := sqlstore.CheckFile(ctx, filepath.Join(folder, Database)); err != nil {
		return contents, err
	}
	if err := sqlstore.Rewound(ctx, filepath.Join(folder, Database)); err != nil {
		return contents, err
	}
	return contents, moveIn(folder, data)
}

// moveIn puts what was unpacked in its place, the database last: with it the
// folder counts as a store.
func moveIn(folder, data string) error {
	for _, name := range []string{Key, Evidence, Database} {
		err := os.Rename(filepath.Join(folder, name), filepath.Join(data, name))
		if err != nil && (name == Database || !errors.Is(err, fs.ErrNotExist)) {
			return err
		}
	}
	return nil
}

func unpack(folder, name string, from io.Reader) (file File, err error) {
	at := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o750); err != nil {
		return file, err
	}
	to, err := os.OpenFile(at, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return file, err
	}
	defer to.Close()
	if file, err = copyHashed(name, to, from); err != nil {
		return file, err
	}
	return file, to.Sync()
}

// read goes through an archive and holds what take makes of its files against
// the manifest.
func read(ctx context.Context, archive string, take func(name string, from io.Reader) (File, error)) (contents Contents, err error) {
	file, err := os.Open(archive)
	if err != nil {
		return contents, err
	}
	defer file.Close()
	var found []File
	for from := tar.NewReader(file); ; {
		header, err := from.Next()
		switch {
		case ctx.Err() != nil:
			return contents, ctx.Err()
		case errors.Is(err, io.EOF):
			return contents, damaged("the archive has no manifest: it was cut off, or is none of ours")
		case err != nil:
			return contents, damaged("the archive cannot be read: %v", err)
		case header.Typeflag != tar.TypeReg || !allowed(header.Name):
			return contents, damaged("the archive holds %.100q, which is none of ours", header.Name)
		case header.Name == manifest:
			return listed(from, found)
		}
		one, err := take(header.Name, from)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return contents, damaged("the archive was cut off within %.100q", header.Name)
		}
		if err != nil {
			return contents, err
		}
		found = append(found, one)
	}
}

// listed reads the manifest, which must name exactly what was found.
func listed(from io.Reader, found []File) (contents Contents, err error) {
	if err := json.NewDecoder(io.LimitReader(from, maxManifest)).Decode(&contents); err != nil {
		return contents, damaged("the archive's manifest cannot be read: %v", err)
	}
	for i, file := range contents.Files {
		if i >= len(found) || found[i] != file {
			return contents, damaged("%.100q is not what was backed up", file.Name)
		}
	}
	if len(found) != len(contents.Files) || !slices.ContainsFunc(found, func(f File) bool { return f.Name == Database }) {
		return contents, damaged("the archive holds more or less than its manifest says")
	}
	return contents, nil
}
