package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/load"
)

// tellLoadProgress writes a line for each second.
func tellLoadProgress(p load.Progress) {
	parts := []string{p.Gone.Round(time.Second).String()}
	for _, k := range p.Kinds {
		part := fmt.Sprintf("%s %d/s p99 %.1f ms", k.What, k.Answered, k.P99)
		if k.Errors > 0 {
			part += fmt.Sprintf(" (%d errors)", k.Errors)
		}
		parts = append(parts, part)
	}
	fmt.Fprintln(os.Stderr, strings.Join(parts, "  "))
}

// tellLoad prints what came of it.
func tellLoad(out io.Writer, r load.Result) error {
	return toolFlags{}.show(out, r, func(t *table) {
		t.row("what", "offered/s", "good/s", "answers", "errors", "late", "unsent", "p50 ms", "p90", "p99", "p99.9", "max", "kB")
		for _, row := range r.Rows {
			t.row(row.What, perSecond(row.Offered, r.For), fmt.Sprintf("%.1f", row.PerSec), row.Answered, row.Errors, row.Late, row.Unsent,
				millis(row.P50), millis(row.P90), millis(row.P99), millis(row.P999), millis(row.Max), row.Bytes/1000)
		}
		t.line("")
		for _, row := range r.Rows {
			for _, c := range row.Codes {
				said := ""
				if c.Error {
					said = "ERROR"
				}
				t.row(row.What, c.Number, c.Code, said)
			}
		}
	})
}

// perSecond is the rate of what was due; what followed from another request had none.
func perSecond(number int64, seconds float64) string {
	if number == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", float64(number)/max(seconds, 1e-9))
}

func millis(ms float64) string { return fmt.Sprintf("%.1f", ms) }

// keepLoad writes the result as JSON.
func keepLoad(path string, r load.Result) error {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(raw, '\n'), 0o600)
}
