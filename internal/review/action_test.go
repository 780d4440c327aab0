package review

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func decision(actions ...ActionRequest) DecideRequest {
	return DecideRequest{Who: Reviewer{ID: 9}, Verdict: verdict.Ad, Actions: actions}
}

// base is what every punishment of a case carries.
func base(c Case) enforce.Punishment {
	p := enforce.Punishment{App: c.App, Entrance: c.Entrance, Label: verdict.Ad, Hours: verdict.Forever,
		RecordID: c.ID, CaseID: c.ID, AuthorID: "9", Reporter: c.First.Reporter}
	if c.First.Profile != nil {
		p.PlaceID = c.First.Profile.PlaceID
	}
	if c.Entrance.InGroup() {
		p.OwnerID = c.First.Profile.OwnerID
	}
	return p
}

func with(p enforce.Punishment, action verdict.Action, module content.Module, user string) enforce.Punishment {
	p.Action, p.Module, p.UserID = action, module, user
	return p
}

func of(p enforce.Punishment, m content.Message) enforce.Punishment {
	p.MessageID, p.URL, p.ThumbURL = m.ID, m.URL, m.ThumbURL
	return p
}

func TestActionsAreFilledFromTheCase(t *testing.T) {
	t.Parallel()
	hall, group, album, profile := hallCase(), groupCase(), albumCase(), nameless()
	said, shown := hall.First.Messages[0], album.First.Messages[0]
	chat := group.First.Messages
	twoDays := of(with(base(hall), verdict.Mute, content.Hall, "1"), said)
	twoDays.Hours = 48
	for _, row := range []struct {
		name    string
		c       Case
		actions []ActionRequest
		want    []enforce.Punishment
	}{
		{"all by default", hall, []ActionRequest{{Type: verdict.Mute}}, []enforce.Punishment{of(with(base(hall), verdict.Mute, content.Hall, "1"), said)}},
		{"with hours", hall, []ActionRequest{{Type: verdict.Mute, Hours: 48}}, []enforce.Punishment{twoDays}},
		{"for ever", hall, []ActionRequest{{Type: verdict.Mute, Hours: -1}}, []enforce.Punishment{of(with(base(hall), verdict.Mute, content.Hall, "1"), said)}},
		{"a log-in is the user's", hall, []ActionRequest{{Type: verdict.LoginLimit}}, []enforce.Punishment{of(with(base(hall), verdict.LoginLimit, content.User, "1"), said)}},
		{"a deletion in its module has no hours", hall, []ActionRequest{{Type: verdict.Delete, Hours: 5}}, []enforce.Punishment{of(with(base(hall), verdict.Delete, content.Hall, "1"), said)}},
		{"several, and each once", hall, []ActionRequest{{Type: verdict.Delete}, {Type: verdict.Mute}, {Type: verdict.Delete, UserID: "1", MessageID: "a"}}, []enforce.Punishment{
			of(with(base(hall), verdict.Delete, content.Hall, "1"), said), of(with(base(hall), verdict.Mute, content.Hall, "1"), said)}},
		{"a picture whose sender is not named", album, []ActionRequest{{Type: verdict.Delete}}, []enforce.Punishment{of(with(base(album), verdict.Delete, content.User, "3"), shown)}},
		{"every message of a user", group, []ActionRequest{{Type: verdict.Delete, UserID: "2"}}, []enforce.Punishment{
			of(with(base(group), verdict.Delete, content.Group, "2"), chat[1]), of(with(base(group), verdict.Delete, content.Group, "2"), chat[2])}},
		{"one message of a user", group, []ActionRequest{{Type: verdict.Delete, UserID: "2", MessageID: "c"}}, []enforce.Punishment{of(with(base(group), verdict.Delete, content.Group, "2"), chat[2])}},
		{"one of several messages is no reason to name it", group, []ActionRequest{{Type: verdict.KickOut, UserID: "2"}}, []enforce.Punishment{with(base(group), verdict.KickOut, content.Group, "2")}},
		{"the owner said nothing", group, []ActionRequest{{Type: verdict.Delete, UserID: "7000"}}, []enforce.Punishment{with(base(group), verdict.Delete, content.Group, "7000")}},
		{"a group, whoever owns it", profile, []ActionRequest{{Type: verdict.DismissGroup}}, []enforce.Punishment{with(base(profile), verdict.DismissGroup, content.Group, "")}},
		{"nothing", hall, nil, nil},
	} {
		got, err := decision(row.actions...).punishments(row.c)
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s: want - and got +:\n%s", row.name, diff)
		}
	}
}

func TestActionsThatAreRefused(t *testing.T) {
	t.Parallel()
	placeless := groupCase()
	placeless.First.Profile.PlaceID = ""
	for _, row := range []struct {
		name   string
		c      Case
		action ActionRequest
		field  string
	}{
		{"nobody to hit", groupCase(), ActionRequest{Type: verdict.KickOut}, "subject"},
		{"a stranger", groupCase(), ActionRequest{Type: verdict.KickOut, UserID: "3"}, "subject"},
		{"the reporter", hallCase(), ActionRequest{Type: verdict.Mute, UserID: "1002"}, "subject"},
		{"another module", hallCase(), ActionRequest{Type: verdict.Mute, Module: content.Show}, "module_type"},
		{"not in this module", hallCase(), ActionRequest{Type: verdict.LoginLimit, Module: content.Hall}, "punish_type"},
		{"nowhere in this case", hallCase(), ActionRequest{Type: verdict.CloseShow}, "punish_type"},
		{"no such action", hallCase(), ActionRequest{Type: "shoot"}, "punish_type"},
		{"too long", hallCase(), ActionRequest{Type: verdict.Mute, Hours: verdict.MaxHours + 1}, "timedelta"},
		{"less than nothing", hallCase(), ActionRequest{Type: verdict.Mute, Hours: -2}, "timedelta"},
		{"another's message", groupCase(), ActionRequest{Type: verdict.Delete, UserID: "1", MessageID: "b"}, "message_id"},
		{"a place without id", placeless, ActionRequest{Type: verdict.KickOut, UserID: "1"}, "module_id"},
	} {
		_, err := decision(row.action).punishments(row.c)
		if !fault.Is(err, fault.Invalid) || fault.As(err).Field != row.field {
			t.Errorf("%s: want %q, got %v", row.name, row.field, err)
		}
	}
}

func TestDecisionsThatNoCaseTakes(t *testing.T) {
	t.Parallel()
	mute := []ActionRequest{{Type: verdict.Mute}}
	for name, row := range map[string]struct {
		request DecideRequest
		field   string
	}{
		"no verdict":           {DecideRequest{}, "verdict"},
		"the system's verdict": {DecideRequest{Verdict: Gone}, "verdict"},
		"a verdict with space": {DecideRequest{Verdict: "two words"}, "verdict"},
		"a long verdict":       {DecideRequest{Verdict: verdict.Label(make([]byte, 65))}, "verdict"},
		"a pass that punishes": {DecideRequest{Verdict: verdict.Pass, Actions: mute}, "actions"},
		"too many actions":     {DecideRequest{Verdict: verdict.Ad, Actions: make([]ActionRequest, MaxActions+1)}, "actions"},
		"a long memo":          {DecideRequest{Verdict: verdict.Ad, Memo: string(make([]byte, MaxMemo+1))}, "memo"},
		"time runs backwards":  {DecideRequest{Verdict: verdict.Ad, Undo: -1}, "undo_seconds"},
		"too long a window":    {DecideRequest{Verdict: verdict.Ad, Undo: MaxUndo + 1}, "undo_seconds"},
		"a label that is none": {DecideRequest{Verdict: verdict.Ad, Users: map[string]verdict.Label{"1": ""}}, "users"},
	} {
		if err := row.request.check(); !fault.Is(err, fault.Invalid) || fault.As(err).Field != row.field {
			t.Errorf("%s: want %q, got %v", name, row.field, err)
		}
	}
	for _, fine := range []DecideRequest{
		{Verdict: verdict.Pass}, {Verdict: verdict.Ad}, {Verdict: "app_own-2", Actions: mute, Undo: MaxUndo},
	} {
		if err := fine.check(); err != nil {
			t.Errorf("%+v: %v", fine, err)
		}
	}
}
