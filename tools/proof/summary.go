//go:build linux

package main

import (
	_ "embed" // of the page

	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

//go:embed proof.md
var aboutProof string

// mostTold bounds how many findings are printed.
const mostTold = 20

// summary is the table at the end.
type summary struct {
	begun time.Time
	rows  []string
	found []string
}

func newSummary(o options) *summary {
	s := &summary{begun: time.Now()}
	s.row("seed", "%d", o.seed)
	return s
}

func (s *summary) row(what, format string, args ...any) {
	s.rows = append(s.rows, fmt.Sprintf("| %s | %s |", what, fmt.Sprintf(format, args...)))
}

// nodes tells of the part on PostgreSQL.
func (s *summary) nodes(c *crowd, w *world, bad *misfortune, found []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.row("nodes on PostgreSQL", "%d", len(w.nodes))
	s.row("what went wrong", "%s", bad.told())
	s.end(c, w.platform.heard(), append(found, bad.errs...))
}

// embedded tells of the part on SQLite.
func (s *summary) embedded(c *crowd, kills int, w *world, found []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.row("embedded shape (SQLite)", "%d SIGKILLs during writes", kills)
	s.end(c, w.platform.heard(), found)
}

// disk tells of the part on a small filesystem.
func (s *summary) disk(c *crowd, refused int64, found []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.row("full disk (SQLite)", "%d requests refused meanwhile", refused)
	s.end(c, "", found)
}

// end tells what all parts tell.
func (s *summary) end(c *crowd, heard string, found []string) {
	s.row("requests", "%d, of them %d not answered or told to come again", c.asked.Load(), c.failed.Load())
	s.acknowledged(c.history)
	if heard != "" {
		s.row("platform", "%s", heard)
	}
	var odd []string
	for what, n := range c.odd {
		odd = append(odd, fmt.Sprintf("%s ×%d", what, n))
	}
	if slices.Sort(odd); len(odd) > 0 {
		say("odd answers: %s", strings.Join(odd, "; "))
	}
	s.row("differences", "**%d**", len(found))
	s.found = append(s.found, found...)
}

// acknowledged counts what clients were told has been done.
func (s *summary) acknowledged(h model.History) {
	var reports, persons, moves, decided, undone int
	for _, r := range h.Reports {
		reports += one(r.Acked)
	}
	for _, a := range h.Audits {
		persons += one(a.Person)
	}
	for _, m := range h.Moves {
		moves += one(m.ID != 0)
	}
	for _, r := range h.Rulings {
		decided += one(r.Outcome == model.Acked)
		undone += one(r.Undo == model.Undone)
	}
	s.row("acknowledged", "%d of %d reports, %d live messages (%d for people), %d of %d movements of coins, %d of %d decisions, %d taken back",
		reports, len(h.Reports), len(h.Audits), persons, moves, len(h.Moves), decided, len(h.Rulings), undone)
}

func one(so bool) int {
	if so {
		return 1
	}
	return 0
}

// verdict is an error where anything was found.
func (s *summary) verdict() error {
	if len(s.found) == 0 {
		return nil
	}
	told := s.found[:min(len(s.found), mostTold)]
	return fmt.Errorf("%d differences, the first of them:\n%s", len(s.found), strings.Join(told, "\n"))
}

// write prints the table, and keeps it where it is asked for.
func (s *summary) write(file string) error {
	s.row("took", "%s", time.Since(s.begun).Round(time.Second))
	table := "| | |\n|---|---|\n" + strings.Join(s.rows, "\n") + "\n"
	fmt.Print(table)
	if file == "" {
		return nil
	}
	page := fmt.Sprintf(aboutProof, s.begun.Format(time.DateOnly)) + "\n" + table
	return os.WriteFile(file, []byte(page), 0o644)
}
