package house

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/xiezhi/xiezhi/"

// tablePage is where the import table is kept, for people and for this test.
const tablePage = "../../docs/ARCHITECTURE.md"

type listed struct {
	ImportPath string
	Dir        string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Dir,Imports", "./...")
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var found []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p listed
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		found = append(found, p)
	}
	return found
}

// importTable reads the rows "| `room` | `a`, `b` |" between the page's import
// table markers. A room may end in /* for all rooms below; the word ground
// stands for the rooms that the row "ground" lists; the word everything allows all.
func importTable(t *testing.T) map[string][]string {
	t.Helper()
	page, err := os.ReadFile(tablePage)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), "<!-- imports -->")
	rows, _, closed := strings.Cut(rest, "<!-- /imports -->")
	if !found || !closed {
		t.Fatalf("%s has no import table between its markers", tablePage)
	}
	word := regexp.MustCompile("`([^`]+)`|\\b(ground|everything)\\b")
	table := map[string][]string{}
	for row := range strings.Lines(rows) {
		cells := strings.Split(row, "|")
		if len(cells) < 4 {
			continue
		}
		var allowed []string
		for _, match := range word.FindAllStringSubmatch(cells[2], -1) {
			allowed = append(allowed, match[1]+match[2])
		}
		for _, room := range word.FindAllStringSubmatch(cells[1], -1) {
			table[room[1]+room[2]] = allowed
		}
	}
	if len(table["ground"]) == 0 {
		t.Fatal("the import table does not say what the ground is")
	}
	return table
}

func expand(table map[string][]string, allowed []string) []string {
	var all []string
	for _, room := range allowed {
		if room == "ground" {
			all = append(all, table["ground"]...)
		} else {
			all = append(all, room)
		}
	}
	return all
}

func ruleFor(table map[string][]string, room string) (rule []string, ok bool) {
	if rule, ok = table[room]; ok {
		return rule, true
	}
	for parent := path.Dir(room); parent != "."; parent = path.Dir(parent) {
		if rule, ok = table[parent+"/*"]; ok {
			return rule, true
		}
	}
	return nil, false
}

func matches(room string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		below, all := strings.CutSuffix(p, "/*")
		return p == "everything" || p == room || all && strings.HasPrefix(room, below+"/")
	})
}

func roomOf(importPath string) string {
	return strings.TrimPrefix(strings.TrimPrefix(importPath, module), "internal/")
}

func TestRoomsImportOnlyWhatTheTableAllows(t *testing.T) {
	t.Parallel()
	table := importTable(t)
	for _, p := range packages(t) {
		room := roomOf(p.ImportPath)
		rule, ok := ruleFor(table, room)
		if !ok {
			t.Errorf("%s is not in the import table of docs/ARCHITECTURE.md", room)
			continue
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, module) && !matches(roomOf(imported), expand(table, rule)) {
				t.Errorf("%s may not import %s", room, roomOf(imported))
			}
		}
	}
}

func TestEveryRoomOfTheTableExists(t *testing.T) {
	t.Parallel()
	var rooms []string
	for _, p := range packages(t) {
		rooms = append(rooms, roomOf(p.ImportPath))
	}
	for room, allowed := range importTable(t) {
		for _, name := range append([]string{room}, allowed...) {
			if name == "ground" || name == "everything" {
				continue
			}
			if !slices.ContainsFunc(rooms, func(r string) bool { return matches(r, []string{name}) }) {
				t.Errorf("the import table names %s, which does not exist", name)
			}
		}
	}
}

// TestEveryPackageSaysWhatItIs wants one package comment per package that
// begins in Go's usual form.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		files, err := filepath.Glob(filepath.Join(p.Dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(files, func(file string) bool { return saysWhatItIs(t, file) }) {
			t.Errorf("%s has no package comment that begins \"Package …\" or \"Command …\"", roomOf(p.ImportPath))
		}
	}
}

func saysWhatItIs(t *testing.T, file string) bool {
	t.Helper()
	if strings.HasSuffix(file, "_test.go") {
		return false
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	comment := parsed.Doc.Text()
	return strings.HasPrefix(comment, "Package "+parsed.Name.Name+" ") || strings.HasPrefix(comment, "Command ")
}

// TestTestsNeitherSleepNorSkip: a sleeping test is slow or flaky, a skipping
// one proves nothing. Others than t and b may skip: a reviewer his case, a
// random step of a model what does not apply to it.
func TestTestsNeitherSleepNorSkip(t *testing.T) {
	t.Parallel()
	bad := regexp.MustCompile(`time\.Sleep\(|\b(t|b|tb)\.(Skip|Skipf|SkipNow)\(`)
	for _, p := range packages(t) {
		files, err := filepath.Glob(filepath.Join(p.Dir, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(file, "house_test.go") && bad.Match(source) {
				t.Errorf("%s sleeps or skips", file)
			}
		}
	}
}
