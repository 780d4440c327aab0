package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	live "github.com/xiezhi/xiezhi/internal/sandbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// commentary is what the sandbox tells.
type commentary struct {
	mu    sync.Mutex
	lines []string
}

func (c *commentary) tell(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lines = append(c.lines, line)
}

// find is the first line that holds all parts; empty where there is none.
func (c *commentary) find(parts ...string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.lines, func(line string) bool {
		return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(line, part) })
	})
	if i < 0 {
		return ""
	}
	return c.lines[i]
}

// demoPace is slow enough for a machine with other work to do within a call, and
// before a stranger's join is told, what is looked for there.
const demoPace = 100 * time.Millisecond

// demoDice is how long the play's dice may take to bring about what is waited for:
// a call that was about nothing certain lasts a minute and a half.
const demoDice = 4 * time.Minute

// demoCalls is the demo's app with its calls, and a reviewer who watches.
type demoCalls struct {
	seed000
	told *commentary
	app  *live.Live
	r1   *client
}

// TestDemoCalls plays the demo's calls before the real server: who is kicked is
// out, who is let back may come back, what was told twice is there once, and the
// order of what is told changes nothing.
func TestDemoCalls(t *testing.T) {
	t.Parallel()
	address := freePort(t)
	s := startServer(t, storetest.SQLite(t).Address, demoDeclaration(address))
	d := &demoCalls{seed000: seed000{server: s}, told: &commentary{}, r1: newClient(t, s.base)}
	d.app = demoCommand{Listen: strings.TrimPrefix(s.base, "http://"), SandboxListen: address, Users: 60, Pace: demoPace, Seed: 7}.sandbox(d.told.tell)
	if err := d.app.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log("the sandbox told:\n" + strings.Join(d.told.lines, "\n"))
		}
	})
	t.Cleanup(func() { _ = d.app.Stop(context.Background()) }) // it stopped or ends with the test
	answer, err := d.r1.http.PostForm(s.base+"/login", url.Values{"username": {"reviewer1"}, "password": {demoPassword}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	t.Run("kick and lift", d.kickAndLift)
	t.Run("the policy", d.policy)
	t.Run("twice and out of order", d.onceEach)
}

// kickAndLift decides the first bad case, and takes it back.
func (d *demoCalls) kickAndLift(t *testing.T) {
	var held object
	eventually(t, 30*time.Second, "a violator's case waits", func() bool {
		for _, each := range d.r1.api("/cases/claim", object{"queue": "evidence", "app": demoApp, "limit": 20}, http.StatusOK)["cases"].([]any) {
			if c := each.(object); isBad(c) {
				held = c
				return true
			}
		}
		return false
	})
	room := held["evidence"].(object)["room"].(object)["channel_name"].(string)
	opening := d.told.find("〔通话〕", "（"+room+"）")
	_, names, _ := strings.Cut(opening, "〔通话〕")
	name, _, _ := strings.Cut(names, " 与 ")
	if user := held["subject"].(object)["id"].(string); name == "" || strings.HasPrefix(user, "rtc:") {
		t.Fatalf("the user is %s, the call %q", user, opening)
	}
	d.r1.api(fmt.Sprintf("/cases/%.0f/decision", held["id"]),
		object{"lease_token": held["lease_token"], "verdict": "ad", "actions": []object{{"type": "kick_room", "minutes": 30}}}, http.StatusOK)
	d.hears(t, "〔踢出〕"+name+" 被移出")
	d.hears(t, "〔IM〕", name, "违规提示")
	d.hears(t, "〔进不去〕"+name, "被云端拒绝")
	eventually(t, 20*time.Second, "his leaving is told", func() bool {
		return slices.ContainsFunc(d.app.Notices(), func(n live.Notice) bool { return n.Kind == 5 && strings.Contains(n.Body, room) })
	})
	user := held["subject"].(object)["id"].(string)
	kick := d.get(t, d.r1, "/sanctions?action=kick_room&app="+demoApp+"&user_id="+user)["items"].([]any)[0].(object)
	d.r1.api(fmt.Sprintf("/sanctions/%.0f/lift", kick["id"]), object{"memo": "误判"}, http.StatusOK)
	d.hears(t, "〔解除〕"+name)
	d.hears(t, "〔恢复通话〕"+name)
	d.hears(t, "〔IM〕"+name, "解禁通知")
}

// isBad reports whether a case shows what only violators do.
func isBad(c object) bool {
	for _, item := range c["evidence"].(object)["items"].([]any) {
		for _, each := range item.(object)["labels"].([]any) {
			label := each.(object)
			if label["level"].(float64) == 2 || slices.Contains([]float64{200, 210, 500}, label["label"].(float64)) {
				return true
			}
		}
	}
	return false
}

func (d *demoCalls) hears(t *testing.T, parts ...string) {
	t.Helper()
	eventually(t, 30*time.Second, strings.Join(parts, " "), func() bool { return d.told.find(parts...) != "" })
}

// policy waits until somebody was put out without a person.
func (d *demoCalls) policy(t *testing.T) {
	eventually(t, demoDice, "the policy kicks", func() bool {
		for _, each := range d.get(t, d.r1, "/sanctions?action=kick_room&in_force=false&limit=200&app="+demoApp)["items"].([]any) {
			kick := each.(object)
			story := d.get(t, d.r1, fmt.Sprintf("/cases/%.0f", kick["case_id"]))
			if by := story["case"].(object)["decided_by"].(object); by["id"] == "policy" {
				return true
			}
		}
		return false
	})
}

// toldNotice is what a notice of the sandbox says, as far as the test looks.
type toldNotice struct {
	Data struct {
		ChannelName string
		DataID      string
		Source      int `json:"censorSource"`
		UID         float64
		User        string
		Evidences   map[string]struct {
			UID      float64 // of a sound
			Evidence struct{ UID float64 }
		}
	}
}

func (n toldNotice) accused() float64 {
	return n.Data.Evidences["audio"].UID + n.Data.Evidences["video"].Evidence.UID
}

// toldCalls is what the sandbox told: the evidence of each room by its data ids,
// that of people without a name left out.
type toldCalls struct {
	rooms map[string]map[string]bool
	twice bool // some evidence
	early bool // some evidence was there before the join that names its user
}

func (d *demoCalls) toldCalls(t *testing.T) toldCalls {
	t.Helper()
	told := toldCalls{rooms: map[string]map[string]bool{}}
	times, named, waits := map[string]int{}, map[float64]bool{}, map[float64]bool{}
	for _, again := range []bool{false, true} {
		for _, n := range d.app.Notices() {
			var said toldNotice
			if err := json.Unmarshal([]byte(n.Body), &said); err != nil {
				t.Fatal(err)
			}
			uid := said.accused()
			switch {
			case n.Kind == 4 && said.Data.User != "":
				told.early = told.early || waits[said.Data.UID]
				named[said.Data.UID] = true
			case n.Kind != 400 || said.Data.Source == 0: // passed there: no case
			case !again:
				times[n.Body]++
				told.twice = told.twice || times[n.Body] > 1
				waits[uid] = waits[uid] || !named[uid] && uid < withAccount
			case named[uid] || uid >= withAccount:
				if told.rooms[said.Data.ChannelName] == nil {
					told.rooms[said.Data.ChannelName] = map[string]bool{}
				}
				told.rooms[said.Data.ChannelName][said.Data.DataID] = true
			}
		}
	}
	return told
}

// withAccount is where the numbers of accounts begin.
const withAccount = 100_000_000

// onceEach stops the play and holds the cases against what was told.
func (d *demoCalls) onceEach(t *testing.T) {
	eventually(t, demoDice, "evidence comes twice, and before its join", func() bool {
		told := d.toldCalls(t)
		return told.twice && told.early
	})
	if err := d.app.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for room, ids := range d.toldCalls(t).rooms {
		eventually(t, 30*time.Second, fmt.Sprintf("%d pieces of evidence of %s, once each", len(ids), room), func() bool {
			return d.kept(t, room) == len(ids)
		})
	}
}

// kept counts the evidence of a room in all its cases, which have a user each.
func (d *demoCalls) kept(t *testing.T, room string) int {
	t.Helper()
	n := 0
	for _, each := range d.get(t, d.r1, "/cases?queue=evidence&limit=200&app="+demoApp)["items"].([]any) {
		shown := d.get(t, d.r1, fmt.Sprintf("/cases/%.0f", each.(object)["id"]))["evidence"].(object)
		if shown["room"].(object)["channel_name"] != room {
			continue
		}
		n += len(shown["items"].([]any))
		if user := each.(object)["subject"].(object)["id"].(string); strings.HasPrefix(user, "rtc:") {
			t.Errorf("%s is of nobody: %s", room, user)
		}
	}
	return n
}
