package detecttest

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

// Lexicons is the environment variable that names a folder of word lists: *.txt
// with a term a line. Without it, terms are put together from harmless lines.
const Lexicons = "XIEZHI_LEXICONS"

// Terms makes n different terms that are found in fewer than one of 10,000 of
// the messages: what the lists have, and to fill up, halves of two of their
// Chinese terms joined.
func Terms(n int, messages []string) ([]string, error) {
	base, err := listed(os.Getenv(Lexicons))
	if err != nil {
		return nil, err
	}
	if len(base) == 0 {
		base = cuttings()
	}
	random := rand.New(rand.NewPCG(1, 0))
	random.Shuffle(len(base), func(i, j int) { base[i], base[j] = base[j], base[i] })
	terms := rare(distinct(base), messages)
	for len(terms) < n {
		terms = rare(distinct(append(terms, joined(terms, n-len(terms)+n/50+10, random)...)), messages)
	}
	return terms[:n], nil
}

func listed(folder string) ([]string, error) {
	if folder == "" {
		return nil, nil
	}
	lists := os.DirFS(folder)
	files, err := fs.Glob(lists, "*.txt")
	if err != nil {
		return nil, err
	}
	var terms []string
	for _, file := range files {
		text, err := fs.ReadFile(lists, file)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(text)) {
			line = strings.Trim(line, " \r\n\t*")
			if n := utf8.RuneCountInString(line); n >= 2 && n <= 40 {
				terms = append(terms, line)
			}
		}
	}
	return terms, nil
}

// cuttings are pieces of harmless lines whose runes are reversed: as Chinese
// as a term can be, and seldom said.
func cuttings() []string {
	var terms []string
	for i, line := range Benign() {
		runes := []rune(line)
		for at, size := 0, 3+i%5; at+size <= len(runes) && at < 20; at += size {
			piece := make([]rune, 0, size)
			for k := size - 1; k >= 0; k-- {
				piece = append(piece, runes[at+k])
			}
			if isHan(string(piece)) {
				terms = append(terms, string(piece))
			}
		}
	}
	return terms
}

func isHan(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

func distinct(terms []string) []string {
	seen := map[string]bool{}
	kept := terms[:0:0]
	for _, term := range terms {
		if !seen[term] {
			seen[term] = true
			kept = append(kept, term)
		}
	}
	return kept
}

func joined(terms []string, n int, random *rand.Rand) []string {
	var han [][]rune
	for _, term := range terms {
		if runes := []rune(term); isHan(term) && len(runes) <= 12 {
			han = append(han, runes)
		}
	}
	made := make([]string, n)
	for i := range made {
		a, b := han[random.IntN(len(han))], han[random.IntN(len(han))]
		made[i] = string(a[:(len(a)+1)/2]) + string(b[len(b)/2:])
	}
	return made
}

// rare leaves out what is found too often.
func rare(texts, messages []string) []string {
	terms := make([]lexicon.Term, len(texts))
	for i, text := range texts {
		terms[i] = lexicon.Term{Text: text, Action: lexicon.Review, Mode: lexicon.Substring}
	}
	snapshot, refused := lexicon.Compile(terms)
	count := make([]int, len(texts))
	for _, r := range refused {
		count[r.Term] = len(messages)
	}
	var scratch lexicon.Scratch
	for _, message := range messages {
		for _, hit := range snapshot.Find(&scratch, message, lexicon.Where{}).Hits {
			count[hit.Term]++
		}
	}
	var kept []string
	for i, text := range texts {
		if count[i]*10_000 <= len(messages) {
			kept = append(kept, text)
		}
	}
	return kept
}
