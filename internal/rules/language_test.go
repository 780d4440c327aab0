package rules

import (
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// sample is a message with everything about it.
func sample() *input {
	return newInput("live", content.Line{Type: content.UserLine, RoomID: "r1", AnchorID: "a1", UserID: "u1", Text: "加 微-信 12345678 领紅包"},
		policy.Context{Risk: true, Offences: 3, Lines10s: 7, Lines60s: 20, Repeats: 2, Spread: 4, Near: 6},
		[]policy.Evidence{
			{Source: "引流", Cause: policy.Cause{Kind: policy.List, ID: 3, Version: 9}, What: "加微信", Label: "ad", Want: policy.Mask, Sure: 0.95, From: 0, To: 11},
			{Source: "model", Cause: policy.Cause{Kind: policy.Model, Version: 2}, Label: "abuse", Want: policy.Review, Sure: 0.4, Weak: true, Lane: "pinyin"},
		}, time.Date(2026, 3, 1, 23, 5, 0, 0, time.UTC)) // a Sunday
}

func TestConditions(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]bool{
		`true`:                                                                              true,
		`message.text.has("加微信")`:                                                           true,
		`message.text.has("ＶＸ")`:                                                            false,
		`message.text.has("领红包")`:                                                           true,
		`message.folded.contains("12345678")`:                                               true,
		`message.text.contains("加微信")`:                                                      false,
		`message.text.hasAny(["vx", "微信1"])`:                                                true,
		`message.text.hasAny(["vx", ""])`:                                                   false,
		`message.text.hasAny([room, anchor])`:                                               false,
		`message.text.has(room)`:                                                            false,
		`"A-B".has(scene) || "A-B".has("ab")`:                                               true,
		`message.text.matches("[0-9]{5,11}")`:                                               true,
		`message.type == 0 && message.length == 18`:                                         true,
		`room == "r1" && anchor == "a1" && sender.id in ["u1"]`:                             true,
		`scene == "live" && app == "live"`:                                                  true,
		`sender.risk && !sender.protected && sender.offences >= 3`:                          true,
		`sender.lines_10s > 6 && sender.lines_60s == 20`:                                    true,
		`same.by_sender_10s == 2 && same.senders_60s == 4 && same.near_senders_60s == 6`:    true,
		`now.hour >= 23 || now.hour < 6`:                                                    true,
		`now.minute == 5 && now.weekday == 7`:                                               true,
		`found.label("ad") > 0.9`:                                                           true,
		`found.label("porn") > 0.0`:                                                         false,
		`found.kind("model") == 0.4`:                                                        true,
		`found.list("引流") > 0.5 && found.list("model") == 0.0`:                              true,
		`found.term("加微信") == 0.95`:                                                         true,
		`found.size() == 2 && found[1].weak && found[1].lane == "pinyin"`:                   true,
		`found.exists(f, f.source == "引流" && f.list == "引流" && f.term == "加微信")`:            true,
		`found.filter(f, f.kind == "model" && f.sure < 0.5).size() == 1`:                    true,
		`found[0] == found[0] && found[0] != found[1]`:                                      true,
		`found.all(f, f.label != "porn")`:                                                   true,
		`"AbC".lowerAscii() == "abc" && " a".trim() == "a" && "a,b".split(",").size() == 2`: true,
		`"abc".indexOf("c") == 2 && "abc".substring(1) == "bc" && "abc".charAt(0) == "a"`:   true,
		`int("5") + 1 == 6 && string(7) == "7" && double(1) == 1.0`:                         true,
		`message.length > 5 ? sender.risk : false`:                                          true,
	} {
		c, problems := compile(expression)
		if len(problems) > 0 {
			t.Errorf("%s: %v", expression, problems)
			continue
		}
		in := sample()
		if got, err := c.holds(in); err != nil || got != want {
			t.Errorf("%s: %v, %v", expression, got, err)
		}
		in.free()
	}
}
