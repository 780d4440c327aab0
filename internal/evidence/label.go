package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Label is one of the cloud's, with what it means here (PROTOCOLS §6).
type Label struct {
	Number  int
	Name    string        // stable, for programs
	Verdict verdict.Label // what somebody is found guilty of by it
	Rank    review.Rank
}

// labels in the contract's order.
var labels = []Label{
	{100, "porn", verdict.Porn, review.Urgent},
	{110, "sexy", verdict.Porn, review.Ordinary},
	{200, "ad", verdict.Ad, review.Ordinary},
	{210, "qr_code", verdict.Ad, review.Ordinary},
	{260, "ad_law", verdict.Ad, review.Ordinary},
	{300, "terror", verdict.Illegal, review.Urgent},
	{400, "contraband", verdict.Illegal, review.Urgent},
	{500, "politics", verdict.Politics, review.Urgent},
	{600, "abuse", verdict.Abuse, review.Ordinary},
	{700, "spam", verdict.Spam, review.Ordinary},
	{800, "disgusting", verdict.Violation, review.Ordinary},
	{900, "other", verdict.Violation, review.Ordinary},
	{1020, "black_screen", verdict.Violation, review.Doubtful},
	{1030, "idle", verdict.Violation, review.Doubtful},
	{1100, "values", verdict.Politics, review.Ordinary},
}

// Labels lists all that the contract names. The caller must not change it.
func Labels() []Label { return labels }

// LabelOf is a label by its number. One that the contract does not name is kept
// and shown by its number.
func LabelOf(number int) Label {
	for _, label := range labels {
		if label.Number == number {
			return label
		}
	}
	return Label{number, "label_" + strconv.Itoa(number), verdict.Violation, review.Ordinary}
}

// Gravest is the label that says most: of the highest rank the most certain. Ok
// is false where there is none.
func Gravest(found []content.Suspicion) (s content.Suspicion, ok bool) {
	for i, candidate := range found {
		if i == 0 || graver(candidate, s) {
			s = candidate
		}
	}
	return s, len(found) > 0
}

func graver(a, b content.Suspicion) bool {
	if rankA, rankB := LabelOf(a.Label).Rank, LabelOf(b.Label).Rank; rankA != rankB {
		return rankA < rankB
	}
	return certainty(a) > certainty(b)
}

// certainty orders the levels; one that the document does not have says least.
func certainty(s content.Suspicion) int {
	if s.Level < 1 || s.Level > 2 {
		return 0
	}
	return s.Level
}

// rankOf is how soon a person looks at it.
func rankOf(found []content.Suspicion) review.Rank {
	s, ok := Gravest(found)
	if !ok {
		return review.Ordinary
	}
	return LabelOf(s.Label).Rank
}

// complaintsOf are the labels as reports name them.
func complaintsOf(found []content.Suspicion) verdict.Complaints {
	var set verdict.Complaints
	for _, s := range found {
		for complaint := verdict.ComplaintPorn; complaint <= verdict.ComplaintPolitics; complaint++ {
			if label, _ := complaint.Label(); label == LabelOf(s.Label).Verdict {
				set |= verdict.ComplaintSet(complaint)
			}
		}
	}
	return set
}

// Key is equal for what is the same evidence, and for nothing else: never the
// data id alone (PROTOCOLS §6).
func Key(e content.Evidence) string {
	kind := "video"
	if e.Heard != nil {
		kind = "audio"
	}
	parts := []string{e.TaskID, e.DataID, kind, e.UID, strconv.FormatInt(e.From.UnixMilli(), 10), strconv.FormatInt(e.To.UnixMilli(), 10)}
	for i, part := range parts {
		parts[i] = strconv.Quote(part)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, " ")))
	return hex.EncodeToString(sum[:])
}

// Newer is the evidence with what another delivery of it says later: a finished
// detection, a recognised text, a person's word. Ok is false where it says
// nothing new.
func Newer(kept, told content.Evidence) (merged content.Evidence, ok bool) {
	merged = kept
	if told.Status > kept.Status {
		merged.Status, ok = told.Status, true
	}
	if kept.Source == content.VendorsMachine && told.Source != content.VendorsMachine {
		merged.Source, ok = told.Source, true
	}
	if kept.Heard != nil && told.Heard != nil && told.Heard.ASR > kept.Heard.ASR {
		heard := *told.Heard
		if heard.Text == "" {
			heard.Text = kept.Heard.Text
		}
		merged.Heard, ok = &heard, true
	}
	for _, s := range told.Found {
		if !slices.ContainsFunc(merged.Found, func(k content.Suspicion) bool { return k.Label == s.Label && k.Level >= s.Level }) {
			merged.Found, ok = append(slices.Clone(merged.Found), s), true
		}
	}
	return merged, ok
}
