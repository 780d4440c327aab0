package verdict

import "github.com/xiezhi/xiezhi/internal/content"

// Judged is a live message and what was found of it in the end.
type Judged struct {
	ID      int64 // the store's, in the order of time
	App     string
	Line    content.Line
	Verdict Label
	Person  bool // a person said so; otherwise it passed and nobody looked
}
