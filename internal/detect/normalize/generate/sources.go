package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/runenames"
)

// rules is what the sources say about single runes.
type rules struct {
	simplified map[rune]rune // OpenCC: traditional to simplified
	confusable map[rune]rune // UTS #39: to one ASCII letter or one Han character
	named      map[rune]rune // what is a Latin letter or a digit by its Unicode name
}

func readRules(dir string) (rules, error) {
	simplified, err := readSimplified(filepath.Join(dir, "opencc", "TSCharacters.txt.gz"))
	if err != nil {
		return rules{}, err
	}
	confusable, err := readConfusable(filepath.Join(dir, "unicode", "confusables-extract.txt"))
	if err != nil {
		return rules{}, err
	}
	return rules{simplified: simplified, confusable: confusable, named: byName()}, nil
}

// readSimplified reads "traditional<tab>simplified more…" and takes the first
// of the simplified forms, which is the usual one.
func readSimplified(file string) (map[rune]rune, error) {
	packed, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	// Forms that people type in place of a common character, and that OpenCC,
	// which turns whole languages, leaves alone.
	found := map[rune]rune{'妳': '你', '祢': '你', '喫': '吃', '嗎': '吗', '牠': '它'}
	return found, eachLine(plain, func(line string) error {
		from, to, ok := strings.Cut(line, "\t")
		if !ok || len([]rune(from)) != 1 {
			return fmt.Errorf("%s: %q", file, line)
		}
		first := []rune(strings.Fields(to)[0])
		if len(first) == 1 {
			found[[]rune(from)[0]] = first[0]
		}
		return nil
	})
}

func readConfusable(file string) (map[rune]rune, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	found := map[rune]rune{}
	return found, eachLine(in, func(line string) error {
		from, to, ok := strings.Cut(line, " ; ")
		if strings.HasPrefix(line, "#") || !ok {
			return nil
		}
		source, err := strconv.ParseUint(from, 16, 32)
		if err != nil {
			return err
		}
		target, err := strconv.ParseUint(to, 16, 32)
		found[rune(source)] = rune(target)
		return err
	})
}

func eachLine(in io.Reader, do func(string) error) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if err := do(lines.Text()); err != nil {
			return err
		}
	}
	return lines.Err()
}

var (
	letterName = regexp.MustCompile(`^(?:LATIN (?:SMALL|CAPITAL) LETTER|LATIN LETTER SMALL CAPITAL|` +
		`(?:NEGATIVE|CROSSED NEGATIVE) (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER|MODIFIER LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?$`)
	digitName = regexp.MustCompile(`^(?:DINGBAT )?(?:NEGATIVE CIRCLED|CIRCLED SANS-SERIF|NEGATIVE CIRCLED SANS-SERIF) DIGIT (\w+)$`)
	digits    = map[string]rune{"ZERO": '0', "ONE": '1', "TWO": '2', "THREE": '3', "FOUR": '4', "FIVE": '5', "SIX": '6', "SEVEN": '7', "EIGHT": '8', "NINE": '9'}
)

// byName finds the letters and digits that differ from the plain ones by an
// ornament only: ø, ʙ, 🅰, ❶.
func byName() map[rune]rune {
	found := map[rune]rune{}
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		name := runenames.Name(r)
		if m := letterName.FindStringSubmatch(name); m != nil {
			found[r] = unicode.ToLower(rune(m[1][0]))
		} else if m := digitName.FindStringSubmatch(name); m != nil {
			found[r] = digits[m[1]]
		}
	}
	return found
}
