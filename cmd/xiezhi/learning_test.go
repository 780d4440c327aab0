package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/operator"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// keepLines keeps messages of an app that have just passed.
func (b toolbox) keepLines(texts ...string) {
	b.t.Helper()
	store, err := sqlstore.Open(b.t.Context(), b.store, sqlstore.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	for i, text := range texts {
		r := screen.Record{App: "live", Policy: 1, Answer: screen.Answer{DataID: fmt.Sprintf("%032x", i), Outcome: policy.Pass, Checked: true, Label: "pass", At: time.Now().Add(-time.Minute)}}
		r.Line.UserID, r.Line.Text = "u", text
		if err := store.RecordLine(context.Background(), r, nil); err != nil {
			b.t.Error(err)
		}
	}
	if err := store.Close(); err != nil {
		b.t.Error(err)
	}
}

// file writes a file for a command.
func (b toolbox) file(name, text string) string {
	b.t.Helper()
	path := filepath.Join(b.data, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

func TestModelCommands(t *testing.T) {
	t.Parallel()
	b := toolbox{t: t, data: t.TempDir()}
	b.store = "sqlite:" + filepath.Join(b.data, "xiezhi.db")
	var labelled strings.Builder
	for i := range 60 {
		fmt.Fprintf(&labelled, "1,加我微信领红包%d,live\n0,主播唱得真好听%d,live\n", i, i)
	}
	lines := b.file("lines.csv", "label,text,scene\n"+labelled.String())
	picture := filepath.Join(b.data, "curve.svg")
	code, stdout, stderr := b.run("", "model", "train", "--from", lines, "--note", "first", "--curve", picture)
	if code != 0 || !strings.Contains(stdout, "model 1, kept, of lines.csv: learned from 96 lines") || !strings.Contains(stdout, "0.1 %") || !strings.Contains(stdout, "warning: ") || !strings.Contains(stderr, "training: 96 lines") {
		t.Fatalf("%d %s %s", code, stdout, stderr)
	}
	if drawn, err := os.ReadFile(picture); err != nil || !strings.HasPrefix(string(drawn), "<svg ") {
		t.Errorf("%v: %.80s", err, drawn)
	}
	var again operator.Model
	b.into(&again, "model", "train", "--from", lines, "--install")
	if again.Version != 2 || again.State != "installed" || again.Report.Accuracy < 0.9 || again.By != "cli" {
		t.Errorf("trained %+v", again)
	}
	if text := b.text("model", "install", "1"); !strings.Contains(text, "model 1 is in use") {
		t.Error(text)
	}
	if text := b.text("model", "rollback"); !strings.Contains(text, "model 2 is in use again") {
		t.Error(text)
	}
	var all []operator.Model
	b.into(&all, "model", "list")
	if len(all) != 2 || all[0].State != "installed" || all[1].Note != "first" || all[1].Report != nil {
		t.Errorf("the models are %+v", all)
	}
	if text := b.text("model", "show", "1"); !strings.Contains(text, "right on") {
		t.Error(text)
	}
	if text := b.text("lexicon", "test", "加我微信领红包61"); !strings.Contains(text, "model") {
		t.Errorf("the model in use says nothing: %s", text)
	}
	b.refused(exitUsage, "at least 20 different lines", "model", "train", "--from", "decisions")
	b.refused(exitUsage, "line 1", "model", "train", "--from", b.file("bad.csv", "2,x\n"))
	b.refused(exitFailed, "there is no model 9", "model", "install", "9")
}

func TestReplayCommand(t *testing.T) {
	t.Parallel()
	b := toolbox{t: t, data: t.TempDir()}
	b.store = "sqlite:" + filepath.Join(b.data, "xiezhi.db")
	b.text("apply", "--file", b.file("app.yaml", "apps: [{id: live, name: 演示}]\n"))
	b.keepLines("全场五折", "全场 五 折", "大家好", "加微信吧", "加微信吧")
	b.text("lexicon", "import", "base", b.file("base.txt", "加微信\n"), "--category", "ad", "--action", "mask")
	terms := b.file("new.csv", "text,category,action\n全场五折,ad,deny\n")
	var got replay.Result
	b.into(&got, "replay", "--app", "live", "--last", "1h", "--add-terms", terms, "--list", "base", "--remove", "加微信")
	if got.Read != 5 || got.Counts["pass→deny"] != 2 || got.Counts["mask→pass"] != 2 || len(got.Counts) != 2 {
		t.Errorf("%+v", got)
	}
	text := b.text("replay", "--app", "live", "--add-terms", terms)
	if !strings.Contains(text, "of 5 messages, 2 would be denied, 0 masked") || !strings.Contains(text, `new: ad "全场五折"`) {
		t.Error(text)
	}
	rule := b.file("rule.yaml", "rules: [{name: 问好, expression: 'message.text.has(\"大家好\")', effect: {outcome: review, label: spam}}]\n")
	var ruled replay.Result
	b.into(&ruled, "replay", "--app", "live", "--rule", rule, "--threshold", "deny=0.99", "--threshold", "repeats=1")
	if ruled.Counts["pass→review"] != 1 || ruled.Counts["pass→deny"] != 1 || ruled.Counts["mask→deny"] != 1 { // what is said twice is a flood
		t.Errorf("%+v", ruled)
	}
	b.text("apply", "--file", b.file("live.yaml", "rules: [{name: 问好, expression: 'message.text.has(\"大家好\")', effect: {outcome: review, label: spam}, state: live}]\n"))
	harder := b.file("harder.yaml", "rules: [{name: 问好, expression: 'message.text.has(\"大家好\")', effect: {outcome: deny, label: spam}}]\n")
	var changed replay.Result
	b.into(&changed, "replay", "--app", "live", "--rule", harder)
	if len(changed.Counts) != 1 || changed.Counts["review→deny"] != 1 {
		t.Errorf("the rule in force, changed: %+v", changed)
	}
	b.refused(exitUsage, "unknown field", "replay", "--app", "live", "--threshold", "nope=1")
	b.refused(exitUsage, "exclude each other", "replay", "--app", "live", "--last", "1h", "--from", "2026-01-01T00:00:00Z", "--remove", "x")
	b.refused(exitUsage, "says nothing", "replay", "--app", "live")
	b.refused(exitUsage, "must declare one rule", "replay", "--app", "live", "--rule", b.file("none.yaml", "apps: []\n"))
	b.refused(exitFailed, "there is no word list", "replay", "--app", "live", "--list", "nope", "--remove", "x")
}

func TestCurateCommand(t *testing.T) {
	t.Parallel()
	b := toolbox{t: t, data: t.TempDir()}
	b.store = "sqlite:" + filepath.Join(b.data, "xiezhi.db")
	b.text("lexicon", "import", "粗糙", b.file("rough.txt", "就是\n加微信\n"), "--category", "ad", "--action", "deny")
	benign := b.file("benign.txt", "就是这样\n\n你好\n")
	var got operator.Curated
	b.into(&got, "lexicon", "curate", "--list", "粗糙", "--benign", benign)
	if len(got.Proposals) != 1 || got.Proposals[0].Term != "就是" || got.Proposals[0].Hits != 1 || got.Benign != 2 || got.Proposals[0].Precision != nil {
		t.Errorf("%+v", got)
	}
	if text := b.text("lexicon", "curate", "--benign", benign, "--csv"); text != "list,text,hits,of,passed,against,precision,examples\n粗糙,就是,1,2,0,0,,就是这样\n" {
		t.Errorf("%q", text)
	}
	if text := b.text("lexicon", "curate", "--benign", benign); !strings.Contains(text, "1 terms of 0 lines") {
		t.Error(text)
	}
	b.refused(exitFailed, "there is no word list", "lexicon", "curate", "--list", "nope")
}
