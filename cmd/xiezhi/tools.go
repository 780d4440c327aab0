package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/xiezhi/xiezhi/internal/app"
	"github.com/xiezhi/xiezhi/internal/operator"
)

// toolFlags are those of every command that works on a store beside its
// server.
type toolFlags struct {
	storeFlags `embed:""`
	logFlags   `embed:""`

	JSON bool `name:"json" help:"Answer with one JSON document."`
}

// operate opens the store and lets do work there.
func (f toolFlags) operate(command string, do func(context.Context, *operator.Operator) error) error {
	cfg, err := app.Load(f.Config, os.LookupEnv, given(append(f.storeFlags.list(), f.logFlags.list()...)))
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	return app.Operate(ctx, cfg.Settings, command, newLogger(os.Stderr, cfg.Settings), do)
}

// show prints the answer as JSON, or as text does it.
func (f toolFlags) show(out io.Writer, answer any, text func(*table)) error {
	if f.JSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(answer)
	}
	t := &table{tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
	text(t)
	return t.Flush()
}

// table is text in columns.
type table struct{ *tabwriter.Writer }

// row writes cells. What came from outside cannot break out of its line.
func (t *table) row(cells ...any) {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = oneLine(cellText(cell))
	}
	fmt.Fprintln(t, strings.Join(texts, "\t"))
}

// line writes a sentence.
func (t *table) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

func cellText(cell any) string {
	switch cell := cell.(type) {
	case time.Time:
		return cell.Local().Format("2006-01-02 15:04:05")
	case *time.Time:
		if cell == nil {
			return "-"
		}
		return cellText(*cell)
	case bool:
		return map[bool]string{true: "yes", false: "-"}[cell]
	case string:
		if cell == "" {
			return "-"
		}
		return cell
	}
	return fmt.Sprint(cell)
}

// oneLine makes visible what would move the terminal's cursor.
func oneLine(text string) string {
	quoted := fmt.Sprintf("%q", text)
	if inner := quoted[1 : len(quoted)-1]; inner != text && strings.ContainsFunc(text, control) {
		return inner
	}
	return text
}

func control(c rune) bool { return c < ' ' || c >= 0x7f && c < 0xa0 }

// exportTo exports to a new file, or to standard output where there is no path.
// What was written is told on the other of the two: said is standard error
// where the export itself goes to standard output.
func exportTo(path string, standard io.Writer, export func(out, said io.Writer) error) (err error) {
	if path == "" {
		return export(standard, os.Stderr)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return export(file, standard)
}
