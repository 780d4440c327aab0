package intake

import (
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// alter is one difference between two reports, and what it does to their keys.
type alter struct {
	name                  string
	do                    func(*review.Report)
	sameRepeat, sameGroup bool
}

func compareKeys(t *testing.T, base func() review.Report, alters []alter) {
	t.Helper()
	for _, a := range alters {
		one, other := base(), base()
		a.do(&other)
		if got := repeatKey(one) == repeatKey(other); got != a.sameRepeat {
			t.Errorf("%s: the same report is %v", a.name, got)
		}
		if got := groupKey(one) == groupKey(other); got != a.sameGroup {
			t.Errorf("%s: the same content is %v", a.name, got)
		}
	}
}

func TestKeysOfAMessage(t *testing.T) {
	t.Parallel()
	compareKeys(t, func() review.Report { return sample(content.GroupMessage) }, []alter{
		{"nothing", func(*review.Report) {}, true, true},
		{"later", func(r *review.Report) { r.FiledAt = time.Now() }, true, true},
		{"another client", func(r *review.Report) { r.ClientType = "ios" }, true, true},
		{"another memo", func(r *review.Report) { r.Memo = "x" }, true, true},
		{"another reporter", func(r *review.Report) { r.Reporter = "1003" }, false, true},
		{"another app", func(r *review.Report) { r.App = "other" }, false, true}, // the store groups within an app
		{"another type", func(r *review.Report) { r.Complaints |= verdict.ComplaintSet(verdict.ComplaintPorn) }, false, true},
		{"another accused", func(r *review.Report) { r.Accused = "9" }, false, true},
		{"another group", func(r *review.Report) { r.Profile.PlaceID = "9" }, false, true},
		{"another owner", func(r *review.Report) { r.Profile.OwnerID = "9" }, false, true},
		{"another mod", func(r *review.Report) { r.Entrance = content.PrivateMessage }, false, false},
		{"another message id", func(r *review.Report) { r.Messages[0].ID = "9" }, false, false},
		{"another text of that id", func(r *review.Report) { r.Messages[0].Text = "9" }, true, true},
		{"no profile", func(r *review.Report) { r.Profile = nil }, false, true},
	})
}

func TestKeysOfAPicture(t *testing.T) {
	t.Parallel()
	base := func() review.Report {
		r := sample(content.AlbumPicture)
		r.Messages[0].ID = ""
		return r
	}
	compareKeys(t, base, []alter{
		{"another url", func(r *review.Report) { r.Messages[0].URL = "album/2.png" }, false, false},
		{"another thumbnail", func(r *review.Report) { r.Messages[0].ThumbURL = "x" }, true, true},
		{"an id that looks like the url", func(r *review.Report) { r.Messages[0].ID = r.Messages[0].URL }, false, false},
	})
}

func TestKeysOfAProfile(t *testing.T) {
	t.Parallel()
	compareKeys(t, func() review.Report { return sample(content.UserProfile) }, []alter{
		{"another name", func(r *review.Report) { r.Profile.Name = "x" }, true, true},
		{"another person", func(r *review.Report) { r.Profile.OwnerID, r.Accused = "9", "9" }, false, false},
		{"another place", func(r *review.Report) { r.Profile.PlaceID = "9" }, false, false},
		{"mid and oid changed places", func(r *review.Report) {
			r.Profile.PlaceID, r.Profile.OwnerID = r.Profile.OwnerID, r.Profile.PlaceID
		}, false, false},
	})
}

// Text alone never merges: in a hall nothing else is there, in a group another
// person's text is another matter.
func TestTextAloneNeverMerges(t *testing.T) {
	t.Parallel()
	hall := sample(content.HallMessage)
	hall.Messages[0].ID = ""
	if key := groupKey(hall); key != "" {
		t.Errorf("a bare text has the key %s", key)
	}
	bare := func() review.Report {
		r := sample(content.GroupMessage)
		r.Messages[0].ID = ""
		return r
	}
	compareKeys(t, bare, []alter{
		{"another text of that person", func(r *review.Report) { r.Messages[0].Text = "x" }, false, true},
		{"that text of another person", func(r *review.Report) { r.Messages[0].SenderID, r.Accused = "9", "9" }, false, false},
	})
}

func TestKeysOfSeveralMessages(t *testing.T) {
	t.Parallel()
	base := func() review.Report {
		r := sample(content.GroupChat)
		r.Accused = ""
		r.Messages = []content.Message{said("1", "a", "x"), said("2", "b", "y"), said("3", "", "z")}
		return r
	}
	compareKeys(t, base, []alter{
		{"another order", func(r *review.Report) { r.Messages[0], r.Messages[1] = r.Messages[1], r.Messages[0] }, true, true},
		{"one less", func(r *review.Report) { r.Messages = r.Messages[:2] }, false, false},
		{"one more", func(r *review.Report) { r.Messages = append(r.Messages, said("3", "c", "z")) }, false, false},
		{"another text without id", func(r *review.Report) { r.Messages[2].Text = "zz" }, false, false},
	})
}

func TestDigestKeepsPartsApart(t *testing.T) {
	t.Parallel()
	if digest([]string{"a", "b"}) == digest([]string{"a,b"}) || digest([]string{`a","b`}) == digest([]string{"a", "b"}) {
		t.Error("two lists have one digest")
	}
}
