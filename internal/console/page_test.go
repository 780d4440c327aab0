package console

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	dictionaryKey = regexp.MustCompile(`"([\w.-]+)": "`)
	askedKey      = regexp.MustCompile("\\bt\\(\"([^\"]+)\"[,)]")
	askedAttr     = regexp.MustCompile(`data-t="([^"{]+)"`)
	importedName  = regexp.MustCompile(`from "\./([\w.-]+)"`)
)

func dictionary(t *testing.T, name string) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	for _, match := range dictionaryKey.FindAllSubmatch(loadAssets().files[name], -1) {
		key := string(match[1])
		if keys[key] {
			t.Errorf("%s has %q twice", name, key)
		}
		keys[key] = true
	}
	return keys
}

// serversOwn are the words that the server says in Chinese, and only the
// English dictionary has.
var serversOwn = regexp.MustCompile(`^(reason|punish|mod)\.\d+$`)

func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	zh, en := dictionary(t, "zh.js"), dictionary(t, "en.js")
	for key := range zh {
		if !en[key] {
			t.Errorf("%q has no English", key)
		}
	}
	for key := range en {
		if !zh[key] && !serversOwn.MatchString(key) {
			t.Errorf("%q has no Chinese", key)
		}
	}
	if len(zh) < 100 {
		t.Errorf("found only %d words", len(zh))
	}
}

func TestEveryWordThatIsAskedForExists(t *testing.T) {
	t.Parallel()
	zh := dictionary(t, "zh.js")
	var asked []string
	for name, data := range loadAssets().files {
		if strings.HasSuffix(name, ".js") {
			for _, match := range askedKey.FindAllSubmatch(data, -1) {
				asked = append(asked, string(match[1]))
			}
		}
	}
	for _, match := range askedAttr.FindAllStringSubmatch(allPages(t), -1) {
		asked = append(asked, match[1])
	}
	for meaning := range loginTexts {
		asked = append(asked, "login."+meaning)
	}
	for _, text := range append(slices.Collect(maps.Values(setupFields)), setupNoLink, setupSpent, setupLater, setupOther) {
		asked = append(asked, text.Key)
	}
	for _, key := range asked {
		if !zh[key] {
			t.Errorf("%q is asked for and has no words", key)
		}
	}
	if len(asked) < 100 {
		t.Errorf("found only %d questions", len(asked))
	}
}

func allPages(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil || len(names) == 0 {
		t.Fatal("no pages", err)
	}
	for _, name := range names {
		data, err := pageFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}

// What a stranger wrote must never become markup: no module has a way to turn
// text into elements.
func TestNothingTurnsTextIntoMarkup(t *testing.T) {
	t.Parallel()
	forbidden := regexp.MustCompile(`\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|document\.write|eval|new Function|setHTMLUnsafe|srcdoc)\b`)
	comment := regexp.MustCompile(`(?m)//.*$`)
	for name, data := range loadAssets().files {
		if !strings.HasSuffix(name, ".js") {
			continue
		}
		if found := forbidden.FindString(comment.ReplaceAllString(string(data), "")); found != "" {
			t.Errorf("%s uses %s", name, found)
		}
	}
}

func TestPagesHaveNothingInline(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)<script>|<script type="module">|<style|\sstyle=|\son[a-z]+=|javascript:`)
	if found := inline.FindString(allPages(t)); found != "" {
		t.Errorf("a page has %q, which the policy blocks", found)
	}
}

func TestModulesImportWhatIsThere(t *testing.T) {
	t.Parallel()
	files := loadAssets().files
	imports := 0
	for name, data := range files {
		for _, match := range importedName.FindAllStringSubmatch(string(data), -1) {
			imports++
			if files[match[1]] == nil {
				t.Errorf("%s imports %s, which does not exist", name, match[1])
			}
		}
		if lines := strings.Count(string(data), "\n"); lines > 400 && strings.HasSuffix(name, "s") {
			t.Errorf("%s has %d lines", name, lines)
		}
	}
	if imports < 30 {
		t.Errorf("found only %d imports", imports)
	}
}

func TestEveryIconIsInTheSprite(t *testing.T) {
	t.Parallel()
	files := loadAssets().files
	sprite := string(files["icons.svg"])
	asked := regexp.MustCompile(`(?:icon\(|sign: )"([\w-]+)"`)
	for name, data := range files {
		for _, match := range asked.FindAllStringSubmatch(string(data), -1) {
			if !strings.Contains(sprite, `id="`+match[1]+`"`) {
				t.Errorf("%s shows %s, which is not in the sprite", name, match[1])
			}
		}
	}
}
