package uplus

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// file reports through a mod and returns the record's id.
func (w *world) file(report object) int64 {
	w.t.Helper()
	got := w.report("user:1002", "1002", encode(w.t, report))
	var data receiptData
	if err := json.Unmarshal(got.envelope(w.t).Data, &data); err != nil || data.ID == 0 {
		w.t.Fatalf("not filed: %s", got.body)
	}
	return data.ID
}

// punishment is a good call to /punish about a report of valid().
func punishment(id int64, mod, module, punish int) url.Values {
	report := valid(mod)
	user, _ := report["buid"].(string)
	if mod == 22 {
		user = "7000"
	}
	return url.Values{
		"module_type": {strconv.Itoa(module)}, "punish_type": {strconv.Itoa(punish)}, "reason": {"1"},
		"reporter": {"1002"}, "u_id": {user}, "id": {strconv.FormatInt(id, 10)}, "mod": {strconv.Itoa(mod)},
	}
}

func (w *world) punished(form url.Values) reply {
	w.t.Helper()
	return w.call("reviewer1", http.MethodPost, "/punish", form)
}

// TestThePunishRelation asks for every punish type in every module, through a
// mod of that module and as 4 (user).
func TestThePunishRelation(t *testing.T) {
	t.Parallel()
	allowed := map[int][]int{1: {101, 103}, 2: {101, 102, 103, 104}, 3: {103, 105, 106}, 4: {103, 104}}
	mods := map[int]int{1: 11, 2: 14, 3: 13, 4: 12}
	w := newWorld(t)
	for module, mod := range mods {
		for punish := 101; punish <= 106; punish++ {
			report := valid(mod)
			message(report)["msgid"] = fmt.Sprintf("%d-%d", module, punish)
			id := w.file(report)
			got := w.punished(punishment(id, mod, module, punish))
			if slices.Contains(allowed[module], punish) {
				if got.status != http.StatusOK {
					t.Errorf("%d in module %d: %s", punish, module, got.body)
				}
				continue
			}
			w.refused(fmt.Sprintf("%d in module %d", punish, module), got, 400, "not_applicable", "punish_type:")
		}
	}
}

func TestModuleTypeIsTheModsOrTheUser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.file(valid(11))
	w.refused("a show's punishment of a hall message", w.punished(punishment(id, 11, 2, 101)), 400, "invalid", "module_type:")
	if got := w.punished(punishment(id, 11, 4, 104)); got.status != http.StatusOK {
		t.Errorf("the person of a hall message: %s", got.body)
	}
}

// Reasons are mapped by meaning: 1 is 广告 here and 色情 in reports.
func TestReasonsAreMappedByMeaning(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for reason, label := range map[string]verdict.Label{"1": verdict.Ad, "2": verdict.Porn, "3": verdict.Politics} {
		report := valid(11)
		message(report)["msgid"] = "reason " + reason
		form := punishment(w.file(report), 11, 1, 101)
		form.Set("reason", reason)
		if got := w.punished(form); got.status != http.StatusOK {
			t.Fatal(got.body)
		}
		orders := w.orders()
		if last := orders[len(orders)-1]; last.Label != label {
			t.Errorf("reason %s became %s", reason, last.Label)
		}
	}
}

func TestThePunishmentCarriesTheCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.file(valid(13))
	form := punishment(id, 13, 3, 106)
	form.Set("timedelta", "48")
	form.Set("module_id", "g-9")
	form.Set("owner", "7000")
	if got := w.punished(form); got.status != http.StatusOK {
		t.Fatal(got.body)
	}
	want := enforce.Order{
		Act: enforce.Act(verdict.KickOut), Module: content.Group, Entrance: content.GroupMessage, Label: verdict.Ad, Hours: 48,
		UserID: "20001", PlaceID: "g-9", OwnerID: "7000", MessageID: "m-0",
		RecordID: id, AuthorID: strconv.FormatInt(w.cids["reviewer1"], 10), Reporter: "1002",
	}
	if got := w.orders(); len(got) != 1 || got[0] != want {
		t.Errorf("orders %+v", got)
	}
}

func TestADissolvedGroupNeedsNoOwner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	report := valid(22)
	delete(profile(report), "oid")
	form := punishment(w.file(report), 22, 3, 105)
	form.Set("u_id", "")
	if got := w.punished(form); got.status != http.StatusOK {
		t.Error(got.body)
	}
}

func TestEveryWrongPunishment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.file(valid(14))
	set := func(name, value string) func(url.Values) { return func(form url.Values) { form.Set(name, value) } }
	drop := func(name string) func(url.Values) { return func(form url.Values) { form.Del(name) } }
	cases := []struct {
		name  string
		do    func(url.Values)
		field string
	}{
		{"no module_type", drop("module_type"), "module_type: is required"},
		{"no punish_type", drop("punish_type"), "punish_type: is required"},
		{"no reason", drop("reason"), "reason: is required"},
		{"no reporter", drop("reporter"), "reporter: is required"},
		{"no u_id", drop("u_id"), "u_id: is required"},
		{"no id", drop("id"), "id: is required"},
		{"no mod", drop("mod"), "mod: is required"},
		{"module_type of nothing", set("module_type", "5"), "module_type:"},
		{"module_type a word", set("module_type", "hall"), "module_type:"},
		{"punish_type of nothing", set("punish_type", "107"), "punish_type:"},
		{"reason of nothing", set("reason", "4"), "reason:"},
		{"reason in words", set("reason", "广告"), "reason:"},
		{"id a fraction", set("id", "1.5"), "id:"},
		{"id overflows", set("id", "9223372036854775808"), "id:"},
		{"mod of nothing", set("mod", "99"), "mod:"},
		{"another mod", set("mod", "24"), "mod:"},
		{"who did not report", set("reporter", "1003"), "reporter:"},
		{"who is not in it", set("u_id", "66666"), "u_id:"},
		{"nobody", set("u_id", ""), "u_id:"},
		{"no hours", set("timedelta", "0"), "timedelta:"},
		{"negative hours", set("timedelta", "-2"), "timedelta:"},
		{"half hours", set("timedelta", "1.5"), "timedelta:"},
		{"hours in words", set("timedelta", "forever"), "timedelta:"},
		{"a thousand years", set("timedelta", "8784001"), "timedelta:"},
		{"another show", set("module_id", "show-8"), "module_id:"},
		{"another owner", set("owner", "66666"), "owner:"},
		{"another message", set("msg_id", "m-1"), "msg_id:"},
		{"another url", set("url", "http://cdn.example/other.png"), "msg_id:"},
		{"long memo", set("memo", strings.Repeat("x", review.MaxMemo+1)), "memo:"},
		{"control in memo", set("memo", "a\x07b"), "memo:"},
		{"NUL in memo", set("memo", "a\x00b"), "memo:"},
		{"not UTF-8", set("content", "\xff"), "content:"},
	}
	for _, c := range cases {
		form := punishment(id, 14, 2, 101)
		c.do(form)
		w.refused(c.name, w.punished(form), http.StatusBadRequest, "invalid", c.field)
	}
	untimed := punishment(id, 14, 2, 103)
	untimed.Set("timedelta", "0")
	w.refused("hours of a deletion", w.punished(untimed), 400, "invalid", "timedelta:")
	unknown := punishment(id+1000, 14, 2, 101)
	w.refused("unknown case", w.punished(unknown), http.StatusNotFound, "not_found", "")
	huge := punishment(id, 14, 2, 101)
	huge.Set("content", strings.Repeat("x", maxForm))
	w.refused("endless form", w.punished(huge), http.StatusRequestEntityTooLarge, "too_large", "body:")
	if len(w.orders()) != 0 || w.waiting() != 1 {
		t.Error("a refused punishment changed something")
	}
}

func TestWrongParameters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cases := []struct{ method, path, field string }{
		{"POST", "/report/remain?risk=2", "risk:"},
		{"POST", "/report/remain?risk=yes", "risk:"},
		{"GET", "/report/message/next?risk=-1", "risk:"},
		{"GET", "/report/album_image/list?risk=01", "risk:"},
		{"GET", "/report/album_image/list?size=0", "size:"},
		{"GET", "/report/album_image/list?size=-5", "size:"},
		{"GET", "/report/album_image/list?size=2.5", "size:"},
		{"GET", "/report/album_image/list?size=all", "size:"},
		{"POST", "/hall/open_mouth", "u_id:"},
		{"POST", "/show/open_mouth?u_id=1", "show_id:"},
		{"POST", "/show/un_clock?show_id=%07", "show_id:"},
		{"POST", "/user/un_clock?u_id=" + strings.Repeat("1", 129), "u_id:"},
		{"POST", "/user/un_clock?u_id=1&memo=%1b", "memo:"},
		{"POST", "/user/risk", "user_id:"},
		{"POST", "/user/risk?user_id=%0a", "user_id:"},
		{"POST", "/user/special?user_id=" + strings.Repeat("1", 129), "user_id:"},
		{"GET", "/user/special?user_id=", "user_id:"},
		{"DELETE", "/user/risk", "user_id:"},
		{"POST", "/pass", "reporter:"},
	}
	for _, c := range cases {
		w.refused(c.method+" "+c.path, w.call("reviewer1", c.method, c.path, nil), http.StatusBadRequest, "invalid", c.field)
	}
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		w.refused(method+" of a stranger", w.call("reviewer1", method, "/user/risk?user_id=77", nil), http.StatusNotFound, "not_found", "")
	}
}

func TestPicturesAreLentBySize(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 25 {
		report := valid(15)
		message(report)["url"] = fmt.Sprintf("album/%d.png", i)
		w.file(report)
	}
	for _, c := range []struct {
		query string
		want  int
	}{{"?size=3", 3}, {"", 20}, {"?size=99999", 25}} {
		var rows []pictureData
		got := w.call("reviewer1", http.MethodGet, "/report/album_image/list"+c.query, nil)
		if err := json.Unmarshal(got.envelope(t).Data, &rows); err != nil || len(rows) != c.want {
			t.Errorf("%q lends %d pictures (%v)", c.query, len(rows), err)
		}
	}
}

func TestRiskUsersGoToTheirOwnQueue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.call("reviewer1", http.MethodPost, "/user/risk", url.Values{"user_id": {"20001"}})
	w.file(valid(11))
	if got := w.call("reviewer1", http.MethodGet, "/report/message/next?risk=0", nil); string(got.envelope(t).Data) != "null" {
		t.Errorf("the ordinary queue has it: %s", got.body)
	}
	remain := w.call("reviewer1", http.MethodPost, "/report/remain", url.Values{"risk": {"1"}})
	if want := `{"msg_remain":1,"album_remain":0}`; string(remain.envelope(t).Data) != want {
		t.Errorf("remain %s", remain.body)
	}
	if got := w.call("reviewer1", http.MethodGet, "/report/message/next?risk=1", nil); string(got.envelope(t).Data) == "null" {
		t.Error("the high-risk queue has not")
	}
}

func TestProtectedAccountsAreForSupervisors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.call("reviewer1", http.MethodPost, "/user/special", url.Values{"user_id": {"20001"}})
	id := w.file(valid(11))
	if got := w.call("reviewer1", http.MethodGet, "/report/message/next", nil); string(got.envelope(t).Data) != "null" {
		t.Errorf("a reviewer gets it: %s", got.body)
	}
	form := punishment(id, 11, 1, 101)
	w.refused("a reviewer decides", w.punished(form), http.StatusForbidden, "supervisor_only", "")
	if got := w.call("supervisor1", http.MethodGet, "/report/message/next", nil); string(got.envelope(t).Data) == "null" {
		t.Error("a supervisor does not get it")
	}
	if got := w.call("supervisor1", http.MethodPost, "/punish", form); got.status != http.StatusOK {
		t.Errorf("a supervisor: %s", got.body)
	}
}

// The host of the show where somebody else misbehaved is in the case too: the
// contract lets a call mean him (u_id = profile.oid).
func TestProtectedHostsAreForSupervisorsThoughNotAccused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.call("reviewer1", http.MethodPost, "/user/special", url.Values{"user_id": {"30002"}})
	form := punishment(w.file(valid(14)), 14, 2, 101)
	form.Set("u_id", "30002")
	if got := w.call("reviewer1", http.MethodGet, "/report/message/next", nil); string(got.envelope(t).Data) == "null" {
		t.Error("the accused is not protected, but a reviewer does not get the case")
	}
	w.refused("a reviewer punishes the host", w.punished(form), http.StatusForbidden, "supervisor_only", "")
	if orders := w.orders(); len(orders) != 0 {
		t.Errorf("ordered all the same: %+v", orders)
	}
	w.clock.move(lease)
	if got := w.call("supervisor1", http.MethodPost, "/punish", form); got.status != http.StatusOK {
		t.Errorf("a supervisor: %s", got.body)
	}
	if orders := w.orders(); len(orders) != 1 || orders[0].UserID != "30002" {
		t.Errorf("the supervisor's orders: %+v", orders)
	}
}

func TestALeaseRunsOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.file(valid(11))
	held := w.call("reviewer1", http.MethodGet, "/report/message/next", nil)
	w.clock.move(lease)
	if got := w.call("reviewer2", http.MethodGet, "/report/message/next", nil); got.body != held.body || string(got.envelope(t).Data) == "null" {
		t.Errorf("after the lease: %s", got.body)
	}
}
