package detecttest

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
)

//go:embed data/cold/dev-sample.tsv.gz
var coldLines []byte

//go:embed data/sms/ham-sample.txt.gz
var smsLines []byte

// Benign are lines of Chinese comments that people found harmless.
func Benign() []string { return labelled("0") }

// Offensive are such lines that people found offensive.
func Offensive() []string { return labelled("1") }

// English are harmless text messages.
func English() []string { return lines(smsLines) }

func labelled(label string) []string {
	var kept []string
	for _, line := range lines(coldLines) {
		if mark, text, _ := strings.Cut(line, "\t"); mark == label {
			kept = append(kept, text)
		}
	}
	return kept
}

// lines panics on a broken file: it is part of the package.
func lines(packed []byte) []string {
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err)
	}
	all, err := io.ReadAll(plain)
	if err != nil {
		panic(err)
	}
	return strings.Split(strings.TrimSpace(string(all)), "\n")
}
