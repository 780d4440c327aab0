package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/app"
	"github.com/xiezhi/xiezhi/internal/backup"
	"github.com/xiezhi/xiezhi/internal/fault"
)

type backupCommand struct {
	storeFlags `embed:""`

	File       string `arg:"" placeholder:"FILE" help:"The archive, a tar file that does not exist yet."`
	WithoutKey bool   `help:"Leave the secret key out: you keep it elsewhere."`
}

// Run backs up, and reads what it has written.
func (c backupCommand) Run(out io.Writer) error {
	cfg, err := app.Load(c.Config, os.LookupEnv, given(c.list()))
	if err != nil {
		return err
	}
	own := cfg.Settings
	if strings.Contains(own.Store, "://") {
		return fault.Field("store", "is PostgreSQL's: back it up with pg_dump, and the secret key beside it")
	}
	order := backup.Order{
		Data: own.Data, Database: strings.TrimPrefix(app.StoreAddress(own), "sqlite:"),
		KeyFile: app.KeyFile(own), WithoutKey: c.WithoutKey,
		To: c.File, Version: versionText(), Now: time.Now(),
	}
	ctx, stop := interruptible()
	defer stop()
	contents, err := backup.Create(ctx, order, tellFiles("packed"))
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %d files, %d bytes, read again and right\n%s", c.File, len(contents.Files), contents.Bytes(), aboutKey(contents))
	return err
}

func aboutKey(contents backup.Contents) string {
	for _, f := range contents.Files {
		if f.Name == backup.Key {
			return "The secret key is in it: who has the archive can read all credentials.\n"
		}
	}
	return "The secret key is not in it: without the key the apps' credentials are lost.\n"
}

type restoreCommand struct {
	File  string `arg:"" type:"existingfile" placeholder:"FILE" help:"The archive."`
	Data  string `default:"./data" placeholder:"DIR" env:"XIEZHI_DATA" help:"The data folder, in which there is no store yet; ./data by default."`
	Check bool   `help:"Only read the archive and say whether it is whole."`
}

// Run restores, or only looks.
func (c restoreCommand) Run(out io.Writer) error {
	ctx, stop := interruptible()
	defer stop()
	if c.Check {
		contents, err := backup.Check(ctx, c.File)
		if err == nil {
			_, err = fmt.Fprintf(out, "%s: whole; %d files, %d bytes, made %s by %s\n", c.File, len(contents.Files), contents.Bytes(), contents.MadeAt.Format(time.RFC3339), contents.By)
		}
		return err
	}
	contents, err := backup.Restore(ctx, c.File, c.Data, tellFiles("unpacked"))
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %d files of %s are in their place; start it with: xiezhi serve --data %s\n", c.Data, len(contents.Files), contents.MadeAt.Format(time.RFC3339), c.Data)
	return err
}

// tellFiles keeps one line of the terminal, twice a second.
func tellFiles(done string) func(backup.File) {
	var told time.Time
	files, bytes := 0, int64(0)
	return func(f backup.File) {
		files, bytes = files+1, bytes+f.Size
		if time.Since(told) > time.Second/2 {
			told = time.Now()
			fmt.Fprintf(os.Stderr, "\r%s %d files, %d bytes … ", done, files, bytes)
		}
	}
}
