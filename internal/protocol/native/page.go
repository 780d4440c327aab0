package native

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Paging is what every list takes.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"The next of the page before; none begins at the newest."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items a page has at most."`
}

// page is one part of a list.
type page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// cursorMark begins what a cursor says, so that it is recognised.
const cursorMark = "before:"

// before is the id below which the page begins, 0 for the newest.
func (p Paging) before() (int64, error) {
	if p.Cursor == "" {
		return 0, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	digits, marked := strings.CutPrefix(string(text), cursorMark)
	id, notNumber := strconv.ParseInt(digits, 10, 64)
	if err != nil || !marked || notNumber != nil || id <= 0 {
		return 0, fault.Field("cursor", "is not the next of a page")
	}
	return id, nil
}

func cursorAt(id int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorMark + strconv.FormatInt(id, 10)))
}

// pageOf makes a page of what was found: up to one more than limit, by falling
// id.
func pageOf[F, T any](found []F, limit int, id func(F) int64, show func(F) T) page[T] {
	result := page[T]{Items: make([]T, 0, min(len(found), limit))}
	for i, one := range found {
		if i == limit {
			result.Next = cursorAt(id(found[i-1]))
			break
		}
		result.Items = append(result.Items, show(one))
	}
	return result
}

// mapped shows each item of a list, which is never null.
func mapped[F, T any](list []F, show func(F) T) []T {
	shown := make([]T, 0, len(list))
	for _, one := range list {
		shown = append(shown, show(one))
	}
	return shown
}

// same shows an item as it is.
func same[T any](item T) T { return item }
