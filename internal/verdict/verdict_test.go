package verdict

import (
	"slices"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
)

// TestRelation spells the table at the end of seed 004 a second time.
func TestRelation(t *testing.T) {
	t.Parallel()
	want := map[content.Module][]Punish{
		1: {{"mute", true}, {"delete", false}},
		2: {{"mute", true}, {"close_show", true}, {"delete", false}, {"login_limit", true}},
		3: {{"delete", false}, {"dismiss_group", false}, {"kick_out", false}},
		4: {{"delete", false}, {"login_limit", true}},
	}
	every := []Action{Mute, CloseShow, Delete, LoginLimit, DismissGroup, KickOut}
	for module, punishes := range want {
		if !slices.Equal(Allowed(module), punishes) {
			t.Errorf("module %d allows %v", module, Allowed(module))
		}
		for _, action := range every {
			allowed := slices.ContainsFunc(punishes, func(p Punish) bool { return p.Action == action })
			if Allows(module, action) != allowed {
				t.Errorf("%s in module %d: %v", action, module, !allowed)
			}
		}
	}
	for _, module := range []content.Module{0, 5, -1} {
		if len(Allowed(module)) != 0 || Allows(module, Delete) {
			t.Errorf("module %d allows something", module)
		}
	}
}

func TestComplaints(t *testing.T) {
	t.Parallel()
	want := map[Complaint]struct {
		label  Label
		action Action
	}{
		1: {Porn, ""}, 2: {Ad, ""}, 3: {Politics, ""},
		4: {"", Delete}, 5: {"", Mute}, 6: {"", LoginLimit},
	}
	for number := Complaint(-2); number < 40; number++ {
		row, known := want[number]
		if number.Known() != known || number.IsOrder() != (row.action != "") {
			t.Errorf("%d: known %v, order %v", number, number.Known(), number.IsOrder())
		}
		if label, ok := number.Label(); label != row.label || ok != (row.label != "") {
			t.Errorf("%d is %q", number, label)
		}
		if action, ok := number.Action(); action != row.action || ok != (row.action != "") {
			t.Errorf("%d orders %q", number, action)
		}
	}
}

func TestComplaintSet(t *testing.T) {
	t.Parallel()
	set := ComplaintSet(5, 1, 5, 3)
	if got := set.List(); !slices.Equal(got, []Complaint{1, 3, 5}) {
		t.Errorf("list %v", got)
	}
	if got := set.Orders().List(); !slices.Equal(got, []Complaint{5}) {
		t.Errorf("orders %v", got)
	}
	if got := set.Violations().List(); !slices.Equal(got, []Complaint{1, 3}) {
		t.Errorf("violations %v", got)
	}
	if set|ComplaintSet(2) != ComplaintSet(1, 2, 3, 5) {
		t.Error("a union is not an OR")
	}
	if got := ComplaintSet().List(); got == nil || len(got) != 0 {
		t.Errorf("the empty set lists %#v", got)
	}
}
