package lanes

import "strings"

// meant is what a byte stands for in a Latin word, by its first and its second
// reading: a letter for letters and for the signs that look like them, 0 for all else.
var meant = [2][256]byte{readings("oieastbasiit"), readings("oleastbasllt")}

// isLetter is 1 for a letter.
var isLetter = func() (table [256]int) {
	for c := 'a'; c <= 'z'; c++ {
		table[c], table[c-'a'+'A'] = 1, 1
	}
	return table
}()

const leetSigns = "0134578@$!|+"

func readings(letters string) (table [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		table[c], table[c-'a'+'A'] = c, c
	}
	for i := range len(leetSigns) {
		table[leetSigns[i]] = letters[i]
	}
	return table
}

// probeWords looks at the Latin words that were noted: for initials, and for letters that are
// repeated or written as digits and signs. A word may begin with such a sign,
// in front of the letters that were found.
func (l *looking) probeWords() {
	text, done := l.text.Text(), 0
	for _, run := range l.scratch.words {
		at, end := max(done, l.text.Start(run.from)), l.text.Start(run.to-1)+1
		for at > done && meant[0][text[at-1]] != 0 {
			at--
		}
		for at < end {
			if meant[0][text[at]] == 0 {
				at++
			} else {
				at = l.word(at)
			}
		}
		done = max(done, at)
	}
}

// word looks at the word that begins at a byte and says where it ends.
func (l *looking) word(at int) int {
	text := l.text.Text()
	letters, repeats, before, last := 0, false, byte(0), byte(0)
	end := at
	for ; end < len(text); end++ {
		b := text[end]
		if meant[0][b] == 0 {
			break
		}
		letters += isLetter[b]
		repeats = repeats || b == last && last == before
		before, last = last, b
	}
	if end-at < minCodes || end-at > maxToken {
		return end
	}
	if letters == end-at {
		l.initials(at, end)
	}
	if letters >= 2 && (letters < end-at || repeats) {
		said := strings.TrimRight(text[at:end], "!|+")
		for reading := range meant {
			l.squeezed(at, at+len(said), &meant[reading])
		}
	}
	return end
}

// squeezed looks the word up in one reading, without its repetitions.
func (l *looking) squeezed(at, end int, reading *[256]byte) {
	hash, last := uint64(squeezedToken), byte(0)
	for i := at; i < end; i++ {
		if letter := reading[l.text.Text()[i]]; letter != last {
			hash, last = hashLetter(hash, letter), letter
		}
	}
	if term, ok := l.tokens.find(hash); ok && l.isSqueezed(term, at, end, reading) {
		l.add(Hit{Leet, term, at, end, 0.8})
	}
}

// isSqueezed compares a term and a word, neither's repetitions counting.
func (l *looking) isSqueezed(term uint32, at, end int, reading *[256]byte) bool {
	codes := l.words.Codes(term)
	for at < end {
		letter := reading[l.text.Text()[at]]
		if len(codes) == 0 || codes[0] != uint16(letter) {
			return false
		}
		for at < end && reading[l.text.Text()[at]] == letter {
			at++
		}
		for len(codes) > 0 && codes[0] == uint16(letter) {
			codes = codes[1:]
		}
	}
	return len(codes) == 0
}
