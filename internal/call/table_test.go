package call

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// wireCodes are the contract's numbers of refusals.
var wireCodes = map[string]string{
	CodeGone: "10408", CodeRejected: "10409", CodeAccepted: "10410", CodeNotInCall: "20005", CodeInCall: "20004", CodeNotYours: "400",
}

func (r Result) String() string {
	switch {
	case r.Code != "":
		return "`" + wireCodes[r.Code] + "`"
	case r.To == InCall:
		return "**in_call**"
	case r.To == Ended:
		return "ended, " + string(r.Reason)
	}
	return "–"
}

func TestThePageHasTheTable(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/calls.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "<!-- table -->\n|")
	_, found, _ := strings.Cut(rest, "|---|---|---|---|\n")
	found, _, _ = strings.Cut(found, "<!-- /table -->")
	var want strings.Builder
	for _, row := range Table {
		fmt.Fprintf(&want, "| %s | %s | %s | %s |\n", row.Stage, row.Op, row.ByCaller, row.ByCallee)
	}
	if found != want.String() {
		t.Errorf("docs/calls.md must have the table\n%s", want.String())
	}
}

// Every stage answers every operation once; an ended call is in nobody's way,
// so that inviting is not about it.
func TestTheTableIsWhole(t *testing.T) {
	t.Parallel()
	ops := []Op{Invite, Accept, Reject, Cancel, Hangup, RingOut, Kick, Disconnect}
	want := map[string]bool{}
	for _, stage := range []Stage{Rings, Talks, Gone, Denied, Over} {
		for _, op := range ops {
			if op != Invite || stage == Rings || stage == Talks {
				want[string(stage)+" "+string(op)] = true
			}
		}
	}
	for _, row := range Table {
		name := string(row.Stage) + " " + string(row.Op)
		if !want[name] {
			t.Errorf("%s is there twice, or has no meaning", name)
		}
		delete(want, name)
		for _, r := range []Result{row.ByCaller, row.ByCallee} {
			if r.Code != "" && (messages[r.Code] == "" || wireCodes[r.Code] == "" || r.To != "") || (r.To == Ended) != (r.Reason != "") {
				t.Errorf("%s becomes %#v", name, r)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("the table is silent about %v", want)
	}
}

// What ended stays as it ended, whatever happens.
func TestAnEndIsFinal(t *testing.T) {
	t.Parallel()
	for _, row := range Table {
		if ended := row.Stage != Rings && row.Stage != Talks; ended && (row.ByCaller.To != "" || row.ByCallee.To != "") {
			t.Errorf("%+v", row)
		}
	}
}
