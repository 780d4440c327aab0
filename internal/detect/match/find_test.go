package match

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// naive tries every sequence at every place.
func naive(x *Index, text []uint16) []Match {
	var found []Match
	for at := range text {
		here := len(found)
		for id := range uint32(x.Len()) {
			if startsWith(text[at:], x.Sequence(id)) {
				found = append(found, Match{id, uint32(at)})
			}
		}
		slices.SortStableFunc(found[here:], func(a, b Match) int {
			return cmp.Or(-cmp.Compare(len(x.Sequence(a.Sequence)), len(x.Sequence(b.Sequence))), -cmp.Compare(a.Sequence, b.Sequence))
		})
	}
	return found
}

func padded(text []uint16) []uint16 {
	return append(slices.Clone(text), make([]uint16, Pad)...)[:len(text)]
}

func names(found []Match) []uint32 {
	var ids []uint32
	for _, m := range found {
		ids = append(ids, m.Sequence)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// compare holds Find to naive: the same matches, or in a crowded text the
// same sequences and nothing that is not there.
func compare(t rapid.TB, x *Index, s *Scratch, text []uint16) {
	t.Helper()
	want := naive(x, text)
	found, crowded := x.Find(s, padded(text))
	if !crowded {
		if diff := gocmp.Diff(want, append([]Match(nil), found...)); diff != "" {
			t.Fatalf("text %x (-naive +found):\n%s", text, diff)
		}
		return
	}
	if diff := gocmp.Diff(names(want), names(found)); diff != "" {
		t.Fatalf("crowded text of %d (-naive +found):\n%s", len(text), diff)
	}
	for _, m := range found {
		if !startsWith(text[m.At:], x.Sequence(m.Sequence)) {
			t.Fatalf("crowded text of %d: sequence %d is not at %d", len(text), m.Sequence, m.At)
		}
	}
}

// alphabets are small so that sequences meet: Latin, Chinese, both, and codes
// that the tables see as alike.
var alphabets = [][]uint16{{'a', 'b'}, {0x4e00, 0x4e01, 0x4e02}, {'a', 'b', 'c', 0x6cd5, 0x8f6e}, {'q', 0x7fa4}, {1, 0x401, 0x801, 0xffff, 'z'}}

func TestFindIsNaive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom(rapid.SampledFrom(alphabets).Draw(t, "alphabet"))
		longest := rapid.SampledFrom([]int{3, 6, 14, MaxCodes}).Draw(t, "longest")
		lists := rapid.SliceOfN(rapid.SliceOfN(letters, 1, longest), 0, 60).Draw(t, "sequences")
		var sequences Sequences
		for _, codes := range lists {
			sequences.Add(codes)
		}
		small := rapid.SampledFrom([]uint16{0, ASCII, 0x900, 0xffff}).Draw(t, "small")
		x, s := Build(sequences, small), &Scratch{}
		for range 3 {
			text := rapid.SliceOfN(letters, 0, 100).Draw(t, "text")
			if len(lists) > 0 { // what is searched for is also said
				text = append(text, rapid.SampledFrom(lists).Draw(t, "said")...)
			}
			compare(t, x, s, text)
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add([]byte("ab\x00abc\x00b\x00abcab\x00"), []byte("ababcabab"))
	f.Add([]byte("wwwa\x00wwwab\x00wwwabc\x00wwwabcdefgh\x00"), []byte("wwwwwwabcdefgwwwabcdefgh"))
	f.Fuzz(func(t *testing.T, terms, message []byte) {
		var sequences Sequences
		for len(terms) > 0 {
			end := slices.Index(terms, 0)
			if end < 0 {
				end = len(terms)
			}
			if end > 0 && end <= MaxCodes {
				sequences.Add(widened(terms[:end]))
			}
			terms = terms[min(end+1, len(terms)):]
		}
		text := widened(message)
		compare(t, Build(sequences, ASCII), &Scratch{}, text)
	})
}

// widened makes codes of bytes, the upper half of them beyond ASCII.
func widened(bytes []byte) []uint16 {
	var codes []uint16
	for _, b := range bytes {
		if b != 0 {
			codes = append(codes, uint16(b)|uint16(b&0x80)<<5)
		}
	}
	return codes
}

// repeated is n codes, each the given one.
func repeated(code uint16, n int) []uint16 {
	codes := make([]uint16, n)
	for i := range codes {
		codes[i] = code
	}
	return codes
}

// hard builds lexicons and texts that are made to be slow.
func hard() map[string]struct {
	sequences Sequences
	text      []uint16
} {
	type pair = struct {
		sequences Sequences
		text      []uint16
	}
	cases := map[string]pair{}
	var nested Sequences
	for n := 1; n <= MaxCodes; n++ {
		nested.Add(repeated('a', n))
		nested.Add(repeated(0x54c8, n))
	}
	cases["one letter"] = pair{nested, repeated('a', 5000)}
	cases["one character"] = pair{nested, repeated(0x54c8, 5000)}

	random := rand.New(rand.NewPCG(1, 2))
	var bucket Sequences
	text := []uint16{}
	for range 3000 {
		codes := []uint16{'w', 'w', 'w'}
		for range 1 + random.IntN(12) {
			codes = append(codes, uint16('a'+random.IntN(3)))
		}
		bucket.Add(codes)
		text = append(text, codes[:len(codes)-random.IntN(2)]...)
	}
	cases["one bucket"] = pair{bucket, text[:6000]}

	var near Sequences // all but the last code
	near.Add(append(repeated('a', MaxCodes-1), 'b'))
	near.Add(append(repeated('a', MaxCodes-2), 'c', 'c'))
	cases["nearly"] = pair{near, repeated('a', 5000)}
	return cases
}

func TestHardTexts(t *testing.T) {
	t.Parallel()
	for name, c := range hard() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, s := Build(c.sequences, ASCII), &Scratch{}
			compare(t, x, s, c.text[:len(c.text)/2])
			compare(t, x, s, c.text)
		})
	}
}

// follow is deepest, one node after the other.
func (x *Index) follow(padded []uint16, at int) (here uint32, blocks int) {
	hash := uint64(0)
	for {
		w := window(padded[at+blocks*block:])
		hash = x.extend(hash, w)
		ref := x.slot(hash, 0, padded[at+(blocks+1)*block])
		if !x.leads(ref, hash) {
			return here, blocks
		}
		here, blocks = ref&^isNode, blocks+1
	}
}

func TestBisectionIsFollowing(t *testing.T) {
	t.Parallel()
	for name, c := range hard() {
		x := Build(c.sequences, ASCII)
		s := &Scratch{}
		text := append(slices.Clone(c.text[:600]), make([]uint16, Pad)...)
		s.hashPrefixes(x, text)
		for at := range 600 {
			wantHere, want := x.follow(text, at)
			for guess := range x.deep + 2 {
				if here, blocks := x.deepest(s, text, at, guess); here != wantHere || blocks != want {
					t.Fatalf("%s: at %d bisection from %d ends after %d blocks, following after %d", name, at, guess, blocks, want)
				}
			}
		}
	}
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	var sequences Sequences
	if found, crowded := Build(sequences, ASCII).Find(&Scratch{}, padded([]uint16{'a'})); found != nil || crowded {
		t.Error("an empty index found something")
	}
	sequences.Add([]uint16{'a'})
	if found, _ := Build(sequences, ASCII).Find(&Scratch{}, padded(nil)); found != nil {
		t.Error("something was found in nothing")
	}
}

func TestFindAllocatesNothing(t *testing.T) {
	for name, c := range hard() {
		x, s, text := Build(c.sequences, ASCII), &Scratch{}, padded(c.text)
		x.Find(s, text)
		if allocs := testing.AllocsPerRun(10, func() { x.Find(s, text) }); allocs != 0 {
			t.Errorf("%s: %v allocations", name, allocs)
		}
	}
}

func BenchmarkHard(b *testing.B) {
	for name, c := range hard() {
		b.Run(name, func(b *testing.B) {
			x, s, text := Build(c.sequences, ASCII), &Scratch{}, padded(c.text)
			for b.Loop() {
				x.Find(s, text)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/code")
		})
	}
}
