package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/operator"
	"github.com/xiezhi/xiezhi/internal/words"
)

func TestLexiconCommands(t *testing.T) {
	t.Parallel()
	b := toolbox{t: t, data: t.TempDir()}
	b.store = "sqlite:" + filepath.Join(b.data, "xiezhi.db")
	var counts words.Counts
	b.into(&counts, "lexicon", "starter")
	if counts.Added != len(words.Starter()) {
		t.Errorf("the starter list: %+v", counts)
	}
	file := filepath.Join(b.data, "words.txt")
	if err := os.WriteFile(file, []byte("# 活动\n全场五折\n,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := b.run("", "lexicon", "import", "活动", file, "--category", "ad"); code != exitUsage || !strings.Contains(stderr, "line 3") {
		t.Errorf("a bad line: %d %s", code, stderr)
	}
	var done words.Imported
	b.into(&done, "lexicon", "import", "活动", file, "--category", "ad", "--action", "mask", "--skip-bad")
	if done.Added != 1 || done.BadLines != 1 || done.Bad[0].Line != 3 {
		t.Errorf("imported %+v", done)
	}
	exported := b.text("lexicon", "export", "活动")
	if !strings.Contains(exported, "\n全场五折,ad,mask,,word,,,,,cli,") {
		t.Errorf("exported %s", exported)
	}
	if code, stdout, stderr := b.run(exported, "lexicon", "import", "抄本", "-"); code != 0 || !strings.Contains(stdout, "1 added") {
		t.Errorf("imported again: %d %s %s", code, stdout, stderr)
	}
	var tried operator.Tried
	b.into(&tried, "lexicon", "test", "今天全场 五折")
	if tried.Lines != 1 || tried.Found[0].Outcome != "mask" || !strings.HasPrefix(tried.Found[0].Shown, "今天***") {
		t.Errorf("tried %+v", tried)
	}
	if text := b.text("lexicon", "test", "--file", file); !strings.Contains(text, "3 lines: 2 pass, 1 are masked") {
		t.Errorf("tried %s", text)
	}
	if lists := b.text("lexicon", "list"); !strings.Contains(lists, "starter") || !strings.Contains(lists, "活动") {
		t.Errorf("the lists are %s", lists)
	}
	for _, wrong := range [][]string{{"lexicon", "export", "none"}, {"lexicon", "test"}, {"lexicon", "import", "活动", file, "--app", "nobody"}} {
		if code, _, stderr := b.run("", wrong...); code == 0 || stderr == "" {
			t.Errorf("%q: %d", wrong, code)
		}
	}
}
