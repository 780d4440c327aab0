package config

import (
	"strings"
)

// Document remembers where everything stood in a file that was decoded.
type Document struct {
	source string
	lines  map[string]int // by path: apps[0].uplus.method
}

// Source is the name the document was decoded under.
func (d *Document) Source() string { return d.source }

// Has reports whether the file had something at the path.
func (d *Document) Has(path string) bool { return d.lines[path] > 0 }

// Line is the line of the path, or of the nearest thing around it that the
// file has; 0 in an empty file.
func (d *Document) Line(path string) int {
	for path != "" && d.lines[path] == 0 {
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return d.lines[path]
}

// Problem says that the value at a path is wrong.
func (d *Document) Problem(path, message string) *Problem {
	return &Problem{Origin: d.source, Line: d.Line(path), Path: path, Message: message}
}
