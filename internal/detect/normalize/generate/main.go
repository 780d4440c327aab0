// Command generate writes the folding table of package normalize: what every
// rune becomes, and which pairs of neighbours are one letter. Run it by
// `go generate ./internal/detect/normalize`.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	r, err := readRules("data")
	if err != nil {
		return err
	}
	out := encodeRows(nil, r.rows())
	out = encodePairs(out, r.pairs())
	return os.WriteFile("tables.bin", out, 0o600)
}
