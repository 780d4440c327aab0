package lanes

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

//go:embed data/*/*.gz
var files embed.FS

// tables are the same for all snapshots.
type tables struct {
	sound     *[0x10000]uint16 // code of a character → syllable
	shape     *[0x10000]uint16 // code of a character → code of its kind
	syllables *syllables
	harmless  map[string]bool    // Latin words
	pairs     map[[2]uint16]bool // characters that stand side by side in harmless text
	parts     *parts
	traits    *[0x10000]traits
	usual     [1 << 10]uint64     // a bit for each character of harmless text
	pictures  map[rune][][]uint16 // the codes of a picture's names
}

// loaded reads the tables when the first lanes are built.
var loaded = sync.OnceValue(func() *tables {
	t := &tables{sound: new([0x10000]uint16), shape: new([0x10000]uint16), harmless: map[string]bool{}, pairs: map[[2]uint16]bool{}, pictures: map[rune][][]uint16{}}
	t.syllables = &syllables{next: make([][26]uint16, 1), code: make([]uint16, 1), of: map[string]uint16{}}
	eachLine("data/pinyin/kMandarin_8105.txt.gz", t.addReading)
	t.syllables.readWords()
	eachLine("data/pinyin/harmless-pairs.txt.gz", t.addPairs)
	eachLine("data/latin/harmless-tokens.txt.gz", func(line string) { t.harmless[line] = true })
	eachLine("data/unicode/emoji-names-zh.tsv.gz", t.addPicture)
	t.parts = readParts(t)
	t.shape = readShapes(t)
	t.traits = readTraits(t)
	return t
})

// eachLine panics on a broken file: it is part of the program.
func eachLine(name string, do func(line string)) {
	packed, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			do(line)
		}
	}
}

// addReading reads "U+4E00: yī  # 一".
func (t *tables) addReading(line string) {
	_, rest, ok := strings.Cut(line, ": ")
	reading, comment, found := strings.Cut(rest, "#")
	if !ok || !found || !strings.HasPrefix(line, "U+") {
		return
	}
	syllable := toneless(strings.TrimSpace(reading))
	character := []rune(strings.TrimSpace(comment))
	if syllable == "" || len(syllable) > maxSyllable || len(character) == 0 {
		return
	}
	if code, ok := normalize.Rune(character[0]); ok && rune(code) == character[0] { // a variant is read as what it folds to
		t.sound[code] = t.syllables.add(syllable)
	}
}

// addPairs reads a character and all that follow it.
func (t *tables) addPairs(line string) {
	codes := codesOf(line)
	for _, code := range codes {
		t.usual[code>>6] |= 1 << (code & 63)
	}
	for _, second := range codes[1:] {
		t.pairs[[2]uint16{codes[0], second}] = true
	}
}

// toneless takes the tone marks off: lǜ becomes lv, as people type it.
func toneless(reading string) string {
	var letters strings.Builder
	for _, r := range norm.NFD.String(reading) {
		switch {
		case r == '\u0308': // ü
			typed := strings.TrimSuffix(letters.String(), "u") + "v"
			letters.Reset()
			letters.WriteString(typed)
		case r >= 'a' && r <= 'z':
			letters.WriteRune(r)
		case !unicode.Is(unicode.Mn, r):
			return ""
		}
	}
	return letters.String()
}

// addPicture reads "🐎<tab>马 骑马".
func (t *tables) addPicture(line string) {
	picture, names, ok := strings.Cut(line, "\t")
	if !ok {
		return
	}
	r := []rune(picture)[0]
	for name := range strings.FieldsSeq(names) {
		if len(t.pictures[r]) < maxNames {
			t.pictures[r] = append(t.pictures[r], codesOf(name))
		}
	}
}

func codesOf(text string) []uint16 {
	var f normalize.Folded
	f.Set(text)
	return append([]uint16(nil), f.Codes()...)
}
