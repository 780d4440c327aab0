package words

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// columns are those of CSV, in the order of an export. An import may leave out
// all but text, and ignores who added a term, and when.
var columns = []string{"text", "category", "action", "level", "mode", "scenes", "from", "until", "note", "added_by", "added_at"}

// chineseColumns are what people call them in a table of their own.
var chineseColumns = map[string]string{
	"词": "text", "词条": "text", "敏感词": "text", "分类": "category", "类别": "category", "动作": "action", "处置": "action",
	"级别": "level", "等级": "level", "匹配": "mode", "模式": "mode", "场景": "scenes", "生效": "from", "失效": "until", "备注": "note",
}

// chineseValues are the console's own words for what cells say.
var chineseValues = map[string]string{
	"打码": "mask", "人工审": "review", "人工审核": "review", "拦截": "deny",
	"整词": "word", "词内也算": "substring", "整句": "exact", "放行短语": "allow",
	"广告引流": "ad", "色情低俗": "porn", "敏感话题": "politics", "辱骂攻击": "abuse", "垃圾信息": "spam", "违法违禁": "illegal", "其他违规": "violation",
}

// meant is a cell's value as the program calls it.
func meant(cell string) string {
	if ours, known := chineseValues[cell]; known {
		return ours
	}
	return cell
}

// parse reads a file of either form.
func parse(text string, defaults Term) (terms []Term, bad []Bad, err error) {
	text = strings.TrimPrefix(text, "\ufeff")
	p := &parser{defaults: defaults}
	if header, isTable := headerOf(text); isTable {
		err = p.table(text, header)
	} else {
		err = p.lines(text)
	}
	return p.terms, p.bad, err
}

// headerOf reads the first line as names of columns; it is a header where one
// of them is the term's.
func headerOf(text string) (header []string, is bool) {
	first, _, _ := strings.Cut(text, "\n")
	names, err := csv.NewReader(strings.NewReader(first)).Read()
	if err != nil {
		return nil, false
	}
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		if ours, known := chineseColumns[name]; known {
			name = ours
		}
		header = append(header, name)
		is = is || name == "text"
	}
	return header, is
}

type parser struct {
	defaults Term
	terms    []Term
	bad      []Bad
}

// lines reads a term a line.
func (p *parser) lines(text string) error {
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		term := p.defaults
		term.Text = line
		p.take(number, term, nil)
		if err := p.full(); err != nil {
			return err
		}
	}
	return nil
}

// table reads CSV.
func (p *parser) table(text string, header []string) error {
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord, reader.LazyQuotes, reader.TrimLeadingSpace, reader.Comment = -1, true, true, '#'
	if err := checkHeader(header); err != nil {
		return err
	}
	for first := true; ; first = false {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.Field("text", "is no CSV: %s", err)
		}
		if first || strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		number, _ := reader.FieldPos(0)
		term, problem := p.row(header, row)
		p.take(number, term, problem)
		if err := p.full(); err != nil {
			return err
		}
	}
}

func checkHeader(header []string) error {
	seen := map[string]bool{}
	for _, name := range header {
		if _, known := setters[name]; !known {
			return fault.Field("text", "line 1: there is no column %.32q; there are %s", name, strings.Join(columns, ", "))
		}
		if seen[name] {
			return fault.Field("text", "line 1: the column %s is there twice", name)
		}
		seen[name] = true
	}
	return nil
}

func (p *parser) row(header, row []string) (Term, *fault.Error) {
	term := p.defaults
	if len(row) > len(header) {
		term.Text = row[0]
		return term, fault.Field("", "has %d fields, the first line has %d", len(row), len(header))
	}
	for i, cell := range row {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		if err := setters[header[i]](&term, cell); err != nil {
			return term, err
		}
	}
	return term, nil
}

// setters read a cell into a term.
var setters = map[string]func(*Term, string) *fault.Error{
	"text":     func(t *Term, cell string) *fault.Error { t.Text = cell; return nil },
	"category": func(t *Term, cell string) *fault.Error { t.Category = verdict.Label(meant(cell)); return nil },
	"action":   func(t *Term, cell string) *fault.Error { t.Action = lexicon.Action(meant(cell)); return nil },
	"mode":     func(t *Term, cell string) *fault.Error { t.Mode = lexicon.Mode(meant(cell)); return nil },
	"note":     func(t *Term, cell string) *fault.Error { t.Note = cell; return nil },
	"scenes":   func(t *Term, cell string) *fault.Error { t.Scenes = strings.Fields(cell); return nil },
	"level": func(t *Term, cell string) *fault.Error {
		level, err := strconv.Atoi(cell)
		if t.Level = level; err != nil {
			return fault.Field("level", "%.20q is no number", cell)
		}
		return nil
	},
	"from":     func(t *Term, cell string) *fault.Error { return setTime(&t.From, "from", cell) },
	"until":    func(t *Term, cell string) *fault.Error { return setTime(&t.Until, "until", cell) },
	"added_by": func(*Term, string) *fault.Error { return nil },
	"added_at": func(*Term, string) *fault.Error { return nil },
}

// setTime takes RFC 3339, or a day, which begins in UTC.
func setTime(into *time.Time, field, cell string) *fault.Error {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, cell); err == nil {
			*into = at.UTC()
			return nil
		}
	}
	return fault.Field(field, "%.40q is no time, as 2026-03-01 or 2026-03-01T08:00:00Z", cell)
}

// take keeps a term that can be used.
func (p *parser) take(line int, term Term, problem *fault.Error) {
	if problem == nil {
		term, problem = ready(term)
	}
	if problem == nil {
		p.terms = append(p.terms, term)
		return
	}
	p.bad = append(p.bad, Bad{Line: line, Text: short(term.Text), Field: problem.Field, Message: problem.Message})
}

func (p *parser) full() error {
	if len(p.terms)+len(p.bad) > MaxTerms {
		return fault.Field("text", "has more than %d lines", MaxTerms)
	}
	return nil
}

// maxShown bounds how much of a bad line is shown again, in bytes.
const maxShown = 80

func short(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if len(text) <= maxShown {
		return text
	}
	end := maxShown
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
