package intake

import (
	"slices"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestContentKeyIsOfWhatWasSaidAndShown(t *testing.T) {
	t.Parallel()
	base := func() review.Report { return sample(content.GroupChat) }
	for _, a := range []struct {
		name string
		do   func(*review.Report)
		same bool
	}{
		{"nothing", func(*review.Report) {}, true},
		{"another reporter", func(r *review.Report) { r.Reporter = "1003" }, true},
		{"another type", func(r *review.Report) { r.Complaints |= verdict.ComplaintSet(verdict.ComplaintPorn) }, true},
		{"another memo and client", func(r *review.Report) { r.Memo, r.ClientType = "x", "ios" }, true},
		{"another uucid", func(r *review.Report) { r.Messages[0].UUCID = "9" }, true},
		{"another order", func(r *review.Report) { slices.Reverse(r.Messages) }, true},
		{"another text of that id", func(r *review.Report) { r.Messages[0].Text = "9" }, false},
		{"another url of that id", func(r *review.Report) { r.Messages[0].URL = "9" }, false},
		{"another message", func(r *review.Report) { r.Messages[0].ID = "9" }, false},
		{"another name of the group", func(r *review.Report) { r.Profile.Name = "9" }, false},
		{"another mod", func(r *review.Report) { r.Entrance = content.GroupMessage }, false},
	} {
		one, other := base(), base()
		a.do(&other)
		if got := keysOf(one).content == keysOf(other).content; got != a.same {
			t.Errorf("%s: the same content is %v", a.name, got)
		}
	}
	nameless := sample(content.HallMessage)
	nameless.Messages[0].ID, nameless.Messages[0].URL = "", ""
	if key := keysOf(nameless).content; key != "" {
		t.Errorf("what nothing names has the key %q", key)
	}
}
