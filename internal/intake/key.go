package intake

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
)

// repeatKey is equal for "the same report" of PROTOCOLS §1: same app,
// reporter, mod, types, buid, profile.mid, profile.oid and messages.
func repeatKey(r review.Report) string {
	mid, oid := place(r)
	parts := []string{r.App, r.Reporter, strconv.Itoa(int(r.Entrance)), strconv.Itoa(int(r.Complaints)), r.Accused, mid, oid}
	parts = append(parts, names(r.Messages)...)
	return digest(append(parts, unnamed(r.Messages)...))
}

// keys are what tells the content of reports apart.
type keys struct{ group, content string }

func keysOf(r review.Report) keys {
	group := groupKey(r)
	return keys{group: group, content: contentKey(r, group)}
}

// groupKey is equal for reports of the same content: same mod and message id,
// else url, else profile. It is empty where nothing identifies the content,
// for text alone never merges. A report of several messages is about that very
// set of messages; one of messages without a name is at least about the same
// people.
func groupKey(r review.Report) string {
	mid, oid := place(r)
	found := names(r.Messages)
	switch {
	case len(found) > 0:
		found = append(found, unnamed(r.Messages)...)
	case mid == "" && oid == "":
		return ""
	default:
		found = append([]string{"profile", mid, oid}, slices.Sorted(slices.Values(r.Users()))...)
	}
	return digest(append([]string{strconv.Itoa(int(r.Entrance))}, found...))
}

// contentKey is equal for reports of the same content that has not changed in
// between: same group, and word for word the same messages and profile. It is
// empty where the group is.
func contentKey(r review.Report, group string) string {
	if group == "" {
		return ""
	}
	parts := make([]string, 0, len(r.Messages)+2)
	for _, m := range r.Messages {
		m.UUCID = ""                  // a name, not content
		encoded, _ := json.Marshal(m) // plain fields always marshal
		parts = append(parts, string(encoded))
	}
	slices.Sort(parts)
	profile, _ := json.Marshal(r.Profile)
	return digest(append(parts, string(profile), group))
}

func place(r review.Report) (mid, oid string) {
	if r.Profile == nil {
		return "", ""
	}
	return r.Profile.PlaceID, r.Profile.OwnerID
}

// names lists what identifies the messages, sorted: ids, or urls where an id
// is empty. A message with neither has no name.
func names(messages []content.Message) []string {
	var found []string
	for _, m := range messages {
		switch {
		case m.ID != "":
			found = append(found, "id "+m.ID)
		case m.URL != "":
			found = append(found, "url "+m.URL)
		}
	}
	slices.Sort(found)
	return found
}

// unnamed lists the texts of the messages without a name: only its text tells
// such a one from another.
func unnamed(messages []content.Message) []string {
	var texts []string
	for _, m := range messages {
		if m.ID == "" && m.URL == "" {
			texts = append(texts, "text "+m.Text)
		}
	}
	return texts
}

// digest is a hash of the parts that no other parts have, whatever they hold:
// 128 bits, for it stands in several indexes of every report.
func digest(parts []string) string {
	encoded, _ := json.Marshal(parts) // strings always marshal
	sum := sha256.Sum256(encoded)
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}
