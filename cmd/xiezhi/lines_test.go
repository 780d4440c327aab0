package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

func TestLinesCommands(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		store := d.Open(t, sqlstore.Options{})
		var records []screen.Record
		for i, text := range []string{"晚上好", "加 V 信\x1b[2J", "加v信"} {
			records = append(records, screen.Record{
				App: "live", Line: content.Line{UserID: "u1", RoomID: "r1", Text: text},
				Answer:   screen.Answer{DataID: strings.Repeat(string(rune('a'+i)), 32), Outcome: policy.Deny, Label: "ad", At: time.Now().Add(-time.Hour * time.Duration(2-i))},
				Evidence: []policy.Evidence{{Source: "引流", Cause: policy.Cause{Kind: policy.List, ID: 3, Version: 7}, What: "加v信", Want: policy.Deny, Led: true}},
			})
		}
		if err := store.RecordLines(context.Background(), records); err != nil {
			t.Fatal(err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		tools := toolbox{t: t, data: t.TempDir(), store: d.Address}
		search := func(args ...string) (found string) {
			t.Helper()
			var answer struct {
				Lines []struct {
					DataID string `json:"data_id"`
				}
			}
			tools.into(&answer, append([]string{"lines", "search"}, args...)...)
			for _, line := range answer.Lines {
				found += line.DataID[:1]
			}
			return found
		}
		for args, want := range map[string]string{
			"": "cba", "加ｖ信": "cb", "--user u1 --limit 2": "cb", "--user u2": "", "--cause list:3 --version 7": "cba", "--cause rule:3": "", "--outcome pass": "", "--last 90m": "cb",
		} {
			if got := search(strings.Fields(args)...); got != want {
				t.Errorf("%s: %q, want %q", args, got, want)
			}
		}
		if text := tools.text("lines", "search", "--limit", "1"); !strings.Contains(text, "goes on") || !strings.Contains(text, "加v信") {
			t.Errorf("found %s", text)
		}
		if text := tools.text("lines", "show", strings.Repeat("b", 32)); strings.Contains(text, "\x1b") || !strings.Contains(text, "list:3") || !strings.Contains(text, "引流") {
			t.Errorf("shown %s", text)
		}
		tools.refused(exitFailed, "no message", "lines", "show", "nothing")
		tools.refused(exitUsage, "cause", "lines", "search", "--cause", "x")
		if log := tools.text("audit", "export"); strings.Count(log, `"line.view"`) != 1 || !strings.Contains(log, `"line.search"`) {
			t.Errorf("the audit log is %s", log)
		}
	})
}
