package native

import (
	"context"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/words"
)

// cloudsList is the name that the cloud's own words have among the lists'.
const cloudsList = "cloud"

// heardOf shows what was said, with the words that somebody found in it.
func (h *Handler) heardOf(c review.Case, e content.Evidence) *heardBody {
	shown := &heardBody{
		Text: e.Heard.Text, Action: said(heards, e.Heard.Action, "suspect"), ASR: said(asrs, e.Heard.ASR, "unknown"), Words: []string{},
	}
	hits := h.deps.Words.Marks(c.App, c.Entrance.Module(), e.Heard.Text)
	for _, s := range e.Found {
		for _, sub := range s.Subs {
			for _, word := range sub.Hits {
				if slices.Contains(shown.Words, word) {
					continue
				}
				shown.Words = append(shown.Words, word)
				hits = append(hits, places(e.Heard.Text, word, s)...)
			}
		}
	}
	words.Sort(hits)
	shown.Hits = hitsIn(e.Heard.Text, hits)
	return shown
}

// maxPlaces is at how many places of one text a word is shown.
const maxPlaces = 20

// places are where a word of the cloud's stands in a text.
func places(text, word string, s content.Suspicion) []words.Hit {
	var hits []words.Hit
	for from := 0; len(hits) < maxPlaces; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			break
		}
		hits = append(hits, words.Hit{
			From: from + at, To: from + at + len(word), Term: word, List: cloudsList, Label: evidence.LabelOf(s.Label).Verdict, Action: lexicon.Review,
		})
		from += at + len(word)
	}
	return hits
}

// callForgotten is a case whose evidence was kept long enough and is gone: its
// report is all that is left.
func (h *Handler) callForgotten(ctx context.Context, c review.Case, err error) (*callBody, error) {
	if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	e := *c.First.Evidence
	item := evidence.Item{Evidence: e, ReceivedAt: c.First.FiledAt, Copy: evidence.Copy{State: evidence.NoCopy}}
	shown := &callBody{
		Room: roomBody{ChannelID: e.ChannelID, ChannelName: e.ChannelName}, People: peopleOf(nil, e.UID, c.First.Accused),
		Items: []evidenceItem{h.itemOf(c, item)},
	}
	return shown, h.introduce(ctx, c, shown)
}
