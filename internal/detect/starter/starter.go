// Package starter ships a small word list for newcomers; its README says where
// it comes from and how it was curated.
package starter

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// CSV is the list as a file that can be imported.
//
//go:embed terms.csv
var CSV string

// columns of CSV, in order.
const (
	text = iota
	category
	action
	level
	mode
	note
	width
)

// Terms is the list, its terms named as of the given list. It panics on a
// broken file: that is part of the program.
func Terms(list string) []lexicon.Term {
	reader := csv.NewReader(strings.NewReader(CSV))
	reader.FieldsPerRecord = width
	rows, err := reader.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("starter: %v", err))
	}
	terms := make([]lexicon.Term, 0, len(rows)-1)
	for _, row := range rows[1:] {
		terms = append(terms, lexicon.Term{
			Text: row[text], List: list, Category: verdict.Label(row[category]), Action: lexicon.Action(row[action]),
			Level: number(row[level]), Mode: lexicon.Mode(row[mode]), Note: row[note],
		})
	}
	return terms
}

// number is 0 for nothing.
func number(s string) int {
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(fmt.Sprintf("starter: %v", err))
	}
	return n
}
