package auditlog

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Format is a form of export.
type Format string

// The formats. By JSON lines a stranger can verify the log (see WriteLine);
// CSV is for looking at.
const (
	JSONLines Format = "jsonl"
	CSV       Format = "csv"
)

// Export writes every linked entry that matches in the chain's order, and
// returns how many and the head that they reach up to. Entries that wait to be
// linked are not in it.
func Export(ctx context.Context, reader Reader, filter Filter, format Format, out io.Writer) (lines int64, head Anchor, err error) {
	buffered := bufio.NewWriter(out)
	put := func(link Link) error { return WriteLine(buffered, link) }
	flush := buffered.Flush
	if format == CSV {
		table := csv.NewWriter(out)
		put = func(link Link) error { return table.Write(row(link)) }
		flush = func() error { table.Flush(); return table.Error() }
		if err := table.Write(columns); err != nil {
			return 0, head, err
		}
	}
	for {
		links, err := reader.AuditLinks(ctx, head.Position, page)
		if err != nil {
			return lines, head, err
		}
		for _, link := range links {
			head = Anchor{Position: link.Position, Hash: link.Hash}
			if link.Entry != nil && !filter.Matches(*link.Entry) {
				continue
			}
			lines++
			if err := put(link); err != nil {
				return lines, head, err
			}
		}
		if len(links) < page {
			return lines, head, flush()
		}
	}
}

// WriteLine writes a link as one line,
//
//	{"position":2,"prev":"…","hash":"…","entry":{…}}
//
// where the bytes from behind "entry": up to the last brace are those of the
// hash: SHA-256 of prev's 32 bytes and of them. An entry that is gone is null.
func WriteLine(out io.Writer, link Link) error {
	entry := []byte("null")
	if link.Entry != nil {
		entry = link.Entry.Canonical()
	}
	line := append([]byte(`{"position":`), strconv.FormatInt(link.Position, 10)...)
	line = append(line, `,"prev":`+quoted(link.Prev)+`,"hash":`+quoted(link.Hash)+`,"entry":`...)
	line = append(append(line, entry...), "}\n"...)
	_, err := out.Write(line)
	return err
}

func quoted(text string) string {
	literal, _ := json.Marshal(text) // never fails: a string
	return string(literal)
}

var columns = []string{
	"position", "hash", "id", "at", "actor_kind", "actor_id", "actor_name", "actor_address", "actor_via",
	"action", "app", "object_kind", "object_id", "detail",
}

func row(link Link) []string {
	place := []string{strconv.FormatInt(link.Position, 10), link.Hash, strconv.FormatInt(link.EntryID, 10)}
	if link.Entry == nil {
		return append(place, make([]string, len(columns)-len(place))...)
	}
	e := link.Entry
	cells := slices.Concat(place, []string{e.At.UTC().Format(canonicalTime), string(e.Actor.Kind), e.Actor.ID, e.Actor.Name,
		e.Actor.Address, e.Actor.Via, string(e.Action), e.App, e.Object.Kind, e.Object.ID, string(e.Detail)})
	for i, cell := range cells {
		cells[i] = harmless(cell)
	}
	return cells
}

// harmless keeps a spreadsheet from taking a cell for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
