package learn

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// MaxExamples bounds a file.
const MaxExamples = 2_000_000

// columnNames are what tables call their columns; a scene is told by a topic, too.
var columnNames = map[string][]string{
	"label": {"label", "标签", "标注"},
	"text":  {"text", "content", "line", "文本", "内容"},
	"scene": {"scene", "topic", "场景", "话题"},
}

// The labels that tables give.
var (
	harmlessLabels  = []string{"0", "pass", "ham", "benign", "normal", "正常", "通过"}
	violationLabels = []string{"1", "violation", "ad", "porn", "politics", "abuse", "spam", "illegal", "offensive", "违规", "广告", "色情", "政治", "辱骂", "垃圾"}
)

// ReadFile reads labelled lines: CSV, or columns apart by tabs. The first row
// may name the columns (label and text, perhaps scene, among others); without
// names, the label comes first and the text second. A label is 0 or pass, or 1
// or the name of a violation. What cannot be read is an Invalid fault that names
// the line.
func ReadFile(text string) ([]Example, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	first, _, _ := strings.Cut(text, "\n")
	rows := tableRows(text)
	if strings.Contains(first, "\t") {
		rows = tabRows(text)
	}
	places := columns{label: 0, text: 1, scene: -1}
	var examples []Example
	for number := 1; ; number++ {
		row, line, err := rows()
		if errors.Is(err, io.EOF) {
			return examples, nil
		}
		if err != nil {
			return nil, fault.Field("file", "is no table: %s", err)
		}
		if named, is := columnsOf(row); number == 1 && is {
			places = named
			continue
		}
		example, problem := places.example(row)
		if problem != "" {
			return nil, fault.Field("file", "line %d: %s", line, problem)
		}
		if examples = append(examples, example); len(examples) > MaxExamples {
			return nil, fault.Field("file", "has more than %d lines", MaxExamples)
		}
	}
}

// tableRows hands out the rows of CSV with the lines on which they begin.
func tableRows(text string) func() ([]string, int, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	return func() ([]string, int, error) {
		row, err := reader.Read()
		if err != nil {
			return nil, 0, err
		}
		line, _ := reader.FieldPos(0)
		return row, line, nil
	}
}

// tabRows hands out the rows of columns apart by tabs, in which quotes are
// quotes.
func tabRows(text string) func() ([]string, int, error) {
	line := 0
	return func() ([]string, int, error) {
		for text != "" {
			var row string
			row, text, _ = strings.Cut(text, "\n")
			line++
			if row = strings.TrimSuffix(row, "\r"); row != "" {
				return strings.Split(row, "\t"), line, nil
			}
		}
		return nil, 0, io.EOF
	}
}

// columns are where a row has what; -1 for nowhere.
type columns struct{ label, text, scene int }

// columnsOf reads a row as names.
func columnsOf(row []string) (c columns, is bool) {
	at := func(name string) int {
		return slices.IndexFunc(row, func(cell string) bool {
			return slices.Contains(columnNames[name], strings.ToLower(strings.TrimSpace(cell)))
		})
	}
	c = columns{at("label"), at("text"), at("scene")}
	return c, c.label >= 0 && c.text >= 0
}

func (c columns) example(row []string) (e Example, problem string) {
	if len(row) <= max(c.label, c.text) {
		return e, "has too few columns: a label and a text are needed"
	}
	label := strings.ToLower(strings.TrimSpace(row[c.label]))
	violation := slices.Contains(violationLabels, label)
	if !violation && !slices.Contains(harmlessLabels, label) {
		return e, "the label must be 0 or pass, or 1 or the name of a violation"
	}
	e.Example = classify.Example{Text: strings.ToValidUTF8(row[c.text], "\ufffd"), Violation: violation}
	if c.scene >= 0 && c.scene < len(row) {
		e.Scene = strings.TrimSpace(row[c.scene])
	}
	return e, ""
}
