package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// sample is a report that keeps every rule of its entrance.
func sample(entrance content.Entrance) review.Report {
	rule, _ := entrance.Rule()
	r := review.Report{App: "live", Entrance: entrance, Reporter: "1002", Complaints: verdict.ComplaintSet(verdict.ComplaintAd)}
	for i := range rule.MinMessages {
		r.Messages = append(r.Messages, said("20001", fmt.Sprint("m-", i), "你好"))
	}
	if rule.Profile {
		r.Profile = &content.Profile{PlaceID: "place", OwnerID: "20001", Name: "名字", Desc: "描述"}
	}
	if entrance.IsPicture() {
		r.Messages[0].Type, r.Messages[0].URL = content.Picture, "album/1.png"
	}
	if rule.Accused != content.AccusedMustBeAbsent {
		r.Accused = "20001"
	}
	return r
}

func said(sender, id, text string) content.Message {
	return content.Message{Type: content.Text, ID: id, SenderID: sender, Text: text}
}

func TestCheckTakesEveryEntrance(t *testing.T) {
	t.Parallel()
	for _, rule := range content.Entrances() {
		if err := check(sample(rule.Entrance), false); err != nil {
			t.Errorf("mod %d: %v", rule.Entrance, err)
		}
	}
}

func TestCheckCountsMessages(t *testing.T) {
	t.Parallel()
	for _, rule := range content.Entrances() {
		for n := range 22 {
			r := sample(rule.Entrance)
			if n != 1 && rule.Accused == content.AccusedIfSingle {
				r.Accused = ""
			}
			for len(r.Messages) < n {
				r.Messages = append(r.Messages, said("20001", "", "再来"))
			}
			r.Messages = r.Messages[:n]
			err := check(r, false)
			if fits := n >= rule.MinMessages && n <= rule.MaxMessages; fits != (err == nil) {
				t.Errorf("mod %d with %d messages: %v", rule.Entrance, n, err)
			}
		}
	}
}

func TestCheckOfTheAccused(t *testing.T) {
	t.Parallel()
	several := func(r *review.Report) { r.Messages = append(r.Messages, said("20002", "x", "嗯")) }
	cases := []struct {
		entrance content.Entrance
		change   func(*review.Report)
		accused  string
		fine     bool
	}{
		{content.HallMessage, nil, "", false},
		{content.HallMessage, nil, "20002", false},
		{content.HallUnit, several, "", true},
		{content.HallUnit, several, "20001", false},
		{content.HallUnit, nil, "", false},
		{content.ShowUnit, several, "20001", false},
		{content.GroupChat, several, "", true},
		{content.GroupChat, nil, "20002", false},
		{content.PrivateChat, several, "20001", true},
		{content.PrivateChat, several, "20002", false},
		{content.PrivateChat, several, "", false},
		{content.AlbumPicture, func(r *review.Report) { r.Messages[0].SenderID = "" }, "20001", true},
		{content.AlbumPicture, nil, "20002", false},
		{content.ShowPicture, func(r *review.Report) { r.Profile.OwnerID = "30001" }, "20001", true},
		{content.UserProfile, nil, "", false},
		{content.GroupProfile, nil, "20001", false},
		{content.GroupProfile, func(r *review.Report) { r.Profile.OwnerID = "" }, "", true},
	}
	for _, c := range cases {
		r := sample(c.entrance)
		if c.change != nil {
			c.change(&r)
		}
		r.Accused = c.accused
		err := check(r, false)
		if (err == nil) != c.fine || err != nil && fault.As(err).Field != "buid" {
			t.Errorf("mod %d accusing %q: %v", c.entrance, c.accused, err)
		}
	}
}

func TestCheckOfComplaints(t *testing.T) {
	t.Parallel()
	r := sample(content.HallMessage)
	r.Complaints = 0
	if err := check(r, true); !fault.Is(err, fault.Invalid) || fault.As(err).Field != "type" {
		t.Errorf("no type: %v", err)
	}
	r.Complaints = verdict.ComplaintSet(verdict.ComplaintAd, verdict.OrderMute)
	if err := check(r, false); !fault.Is(err, fault.Forbidden) || !fault.HasCode(err, "admin_only") {
		t.Errorf("a user's order: %v", err)
	}
	if err := check(r, true); err != nil {
		t.Errorf("an administrator's order: %v", err)
	}
}

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	fine := []string{
		"", "xxx/xxx/xx.png", "/a/b.png", "http://cdn.example/a.png?x=1", "https://cdn.example:8443/中文.png",
		"HTTP://CDN.EXAMPLE/a", "a b.png",
	}
	for _, address := range fine {
		if err := CheckAddress("url", address); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
	bad := []string{
		"javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "file:///etc/passwd",
		"data:text/html,x", "vbscript:x", "ftp://a/b", "blob:http://a/b", "http:", "http:///path", "https:a.png",
		"http://[::1", "a\x00b", "a\xffb", "%zz", strings.Repeat("a", maxURL+1),
	}
	for _, address := range bad {
		if err := CheckAddress("url", address); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is taken: %v", address, err)
		}
	}
}

func TestCheckOfIDsAndTexts(t *testing.T) {
	t.Parallel()
	cases := []struct {
		value    string
		id, text bool
	}{
		{"10000", true, true},
		{"张三", true, true},
		{"a\nb\tc\r", false, true},
		{"a\x00b", false, false},
		{"a\x7fb", false, false},
		{"a\u0085b", false, false},
		{"a\xffb", false, false},
		{strings.Repeat("a", MaxID), true, true},
		{strings.Repeat("a", MaxID+1), false, true},
	}
	for _, c := range cases {
		if err := checkID("x", c.value, true); (err == nil) != c.id {
			t.Errorf("%q as an id: %v", c.value, err)
		}
		if err := checkText("x", c.value, 1000); (err == nil) != c.text {
			t.Errorf("%q as a text: %v", c.value, err)
		}
	}
	if checkID("x", "", true) == nil || checkID("x", "", false) != nil {
		t.Error("required and optional ids are mixed up")
	}
	if checkText("x", "ab", 1) == nil {
		t.Error("a long text is taken")
	}
}

func TestUnknownEntranceIsRefused(t *testing.T) {
	t.Parallel()
	err := check(review.Report{Entrance: 17}, false)
	if !fault.Is(err, fault.Invalid) || fault.As(err).Field != "mod" {
		t.Error(err)
	}
}
