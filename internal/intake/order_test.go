package intake

import (
	"fmt"
	"slices"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var liveApp = tenant.App{ID: "live", Uplus: &tenant.Uplus{BaseURL: "http://127.0.0.1/api"}}

func inWords(orders []enforce.Punishment) []string {
	var words []string
	for _, o := range orders {
		words = append(words, fmt.Sprintf("%s in %d: user %s place %s owner %s message %s for %s, %d h", o.Action, o.Module, o.UserID, o.PlaceID, o.OwnerID, o.MessageID, o.Label, o.Hours))
	}
	return words
}

func TestOrders(t *testing.T) {
	t.Parallel()
	chat := sample(content.GroupChat)
	chat.Accused = ""
	chat.Profile.OwnerID = "7000"
	chat.Messages = []content.Message{said("1", "a", "x"), said("2", "b", "y"), said("1", "c", "z")}
	private := sample(content.PrivateChat)
	private.Messages = []content.Message{said("1002", "mine", "x"), said("20001", "his", "y")}
	hall := sample(content.HallUnit)
	hall.Accused = ""
	hall.Messages = chat.Messages
	cases := []struct {
		name   string
		report review.Report
		types  []verdict.Complaint
		want   []string
	}{
		{"a user's type", sample(content.HallMessage), []verdict.Complaint{1}, nil},
		{"delete a hall message", sample(content.HallMessage), []verdict.Complaint{4},
			[]string{"delete in 1: user 20001 place  owner  message m-0 for politics, -1 h"}},
		{"the reason comes along", sample(content.HallMessage), []verdict.Complaint{4, 2},
			[]string{"delete in 1: user 20001 place  owner  message m-0 for ad, -1 h"}},
		{"login limit is of the user", sample(content.ShowMessage), []verdict.Complaint{5, 6}, []string{
			"mute in 2: user 20001 place place owner  message  for politics, -1 h",
			"login_limit in 4: user 20001 place place owner  message  for politics, -1 h"}},
		{"every message of a chat", chat, []verdict.Complaint{4}, []string{
			"delete in 3: user 1 place place owner 7000 message a for politics, -1 h",
			"delete in 3: user 2 place place owner 7000 message b for politics, -1 h",
			"delete in 3: user 1 place place owner 7000 message c for politics, -1 h"}},
		{"every sender once", hall, []verdict.Complaint{5}, []string{
			"mute in 1: user 1 place  owner  message  for politics, -1 h",
			"mute in 1: user 2 place  owner  message  for politics, -1 h"}},
		{"not the reporter's own lines", private, []verdict.Complaint{4},
			[]string{"delete in 4: user 20001 place place owner  message his for politics, -1 h"}},
		{"a picture without sender", sample(content.AlbumPicture), []verdict.Complaint{4},
			[]string{"delete in 4: user 20001 place place owner  message m-0 for politics, -1 h"}},
		{"a profile's user", sample(content.UserProfile), []verdict.Complaint{6},
			[]string{"login_limit in 4: user 20001 place place owner  message  for politics, -1 h"}},
		{"a group's owner", sample(content.GroupProfile), []verdict.Complaint{6},
			[]string{"login_limit in 4: user 20001 place place owner  message  for politics, -1 h"}},
	}
	for _, c := range cases {
		c.report.Complaints = verdict.ComplaintSet(c.types...)
		orders, err := ordersOf(liveApp, c.report)
		if err != nil || !slices.Equal(inWords(orders), c.want) {
			t.Errorf("%s: %q, %v", c.name, inWords(orders), err)
		}
	}
}

func TestOrdersThatAreRefused(t *testing.T) {
	t.Parallel()
	ownerless := sample(content.GroupProfile)
	ownerless.Profile.OwnerID = ""
	placeless := sample(content.ShowMessage)
	placeless.Profile.PlaceID = ""
	silent := sample(content.PrivateChat)
	silent.Messages = []content.Message{said("1002", "mine", "x")}
	cases := []struct {
		name   string
		report review.Report
		order  verdict.Complaint
		code   string
	}{
		{"mute in a group", sample(content.GroupMessage), 5, "not_applicable"},
		{"mute of a person", sample(content.PrivateMessage), 5, "not_applicable"},
		{"log-in of nobody", ownerless, 6, "invalid"},
		{"mute in a show without id", placeless, 5, "invalid"},
		{"deletion of nothing", silent, 4, "invalid"},
	}
	for _, c := range cases {
		c.report.Complaints = verdict.ComplaintSet(verdict.ComplaintPorn, c.order)
		orders, err := ordersOf(liveApp, c.report)
		if orders != nil || !fault.HasCode(err, c.code) || fault.As(err).Field != "type" {
			t.Errorf("%s: %v, %v", c.name, inWords(orders), err)
		}
	}
}

func TestHoursOfOrders(t *testing.T) {
	t.Parallel()
	for setting, want := range map[int]int{0: -1, -1: -1, 48: 48} {
		if got := hoursOf(tenant.App{Uplus: &tenant.Uplus{AdminHours: setting}}); got != want {
			t.Errorf("admin_hours %d orders %d", setting, got)
		}
	}
	if got := hoursOf(tenant.App{}); got != verdict.Forever {
		t.Errorf("without uplus: %d", got)
	}
}

func TestReasonOfOrders(t *testing.T) {
	t.Parallel()
	cases := map[verdict.Label][]verdict.Complaint{
		verdict.Porn: {6, 2, 1}, verdict.Ad: {2, 3, 4}, verdict.Politics: {4},
	}
	for want, types := range cases {
		if got := labelOf(verdict.ComplaintSet(types...)); got != want {
			t.Errorf("%v: %s", types, got)
		}
	}
}

func TestTheGuardOfAPartyIsToldOfOrders(t *testing.T) {
	t.Parallel()
	app := liveApp
	app.Party = &tenant.Party{}
	for action, want := range map[verdict.Action]int{verdict.LoginLimit: 1, verdict.Delete: 0} {
		told := 0
		for _, event := range ruling(app, review.Report{App: "live"}, []enforce.Punishment{{App: "live", Action: action, UserID: "1"}}, 1).Events {
			if event.Channel == enforce.GuardChannel {
				told++
			}
		}
		if told != want {
			t.Errorf("%s: told %d times", action, told)
		}
	}
}
