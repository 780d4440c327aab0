package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/xiezhi/xiezhi/internal/config"
)

const deployFolder = "../../deploy"

func deployFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(deployFolder, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

type alertFile struct {
	Groups []struct {
		Rules []struct {
			Alert       string            `yaml:"alert"`
			Expr        string            `yaml:"expr"`
			Annotations map[string]string `yaml:"annotations"`
			Labels      map[string]string `yaml:"labels"`
		} `yaml:"rules"`
	} `yaml:"groups"`
}

type dashboard struct {
	Panels []struct {
		Title   string `json:"title"`
		Type    string `json:"type"`
		Targets []struct {
			Expr string `json:"expr"`
		} `json:"targets"`
	} `json:"panels"`
}

var (
	ourMetric  = regexp.MustCompile(`xiezhi_[a-z_]+`)
	ourSetting = regexp.MustCompile(`XIEZHI_[A-Z_]+`)
)

// TestAlertsAndDashboardAskForWhatIsTold holds both to a running server, and the
// alerts to the page that says what to do.
func TestAlertsAndDashboardAskForWhatIsTold(t *testing.T) {
	t.Parallel()
	_, s := watched(t)
	asked := map[string]bool{}
	check := func(where, expr string) {
		names := ourMetric.FindAllString(expr, -1)
		for _, name := range names {
			asked[histogramOf(s, name)] = true
			if !s.has(name) {
				t.Errorf("%s asks for %s, which nobody tells", where, name)
			}
		}
		if len(names) == 0 && !strings.Contains(expr, `{job="xiezhi"}`) {
			t.Errorf("%s asks for nothing of ours: %s", where, expr)
		}
	}
	var alerts alertFile
	if err := yaml.Unmarshal(deployFile(t, "prometheus/alerts.yaml"), &alerts); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range alerts.Groups {
		for _, rule := range group.Rules {
			check(rule.Alert, rule.Expr)
			if !strings.Contains(string(page), "| `"+rule.Alert+"` |") {
				t.Errorf("docs/operations.md does not say what to do when %s comes", rule.Alert)
			}
			if rule.Annotations["summary"] == "" || !slices.Contains([]string{"page", "ticket"}, rule.Labels["severity"]) {
				t.Errorf("%s lacks its summary or severity", rule.Alert)
			}
		}
	}
	for _, alert := range regexp.MustCompile("(?m)^\\| `(Xiezhi[A-Za-z]+)` \\|").FindAllStringSubmatch(string(page), -1) {
		if !bytes.Contains(deployFile(t, "prometheus/alerts.yaml"), []byte("alert: "+alert[1]+"\n")) {
			t.Errorf("docs/operations.md explains %s, which never comes", alert[1])
		}
	}
	var board dashboard
	if err := json.Unmarshal(deployFile(t, "grafana/dashboard.json"), &board); err != nil {
		t.Fatal(err)
	}
	for _, panel := range board.Panels {
		if (panel.Type == "row") != (len(panel.Targets) == 0) {
			t.Errorf("panel %q shows nothing", panel.Title)
		}
		for _, target := range panel.Targets {
			check(panel.Title, target.Expr)
		}
	}
	for _, name := range s.ours() {
		if !asked[name] {
			t.Errorf("neither an alert nor the dashboard asks for %s", name)
		}
	}
}

// TestDeployFilesRead parses every YAML document, and knows every setting that
// the files give.
func TestDeployFilesRead(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"XIEZHI_CONFIG": true, "XIEZHI_APPLY": true, "XIEZHI_BUCKET_": true, "XIEZHI_": true}
	for _, key := range config.Keys() {
		known[config.Variable(key)] = true
	}
	err := filepath.WalkDir(deployFolder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, name := range ourSetting.FindAllString(string(text), -1) {
			if !known[name] {
				t.Errorf("%s gives %s, which is no setting", path, name)
			}
		}
		if strings.HasSuffix(path, ".yaml") {
			parseAll(t, path, text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func parseAll(t *testing.T, path string, text []byte) {
	t.Helper()
	documents := yaml.NewDecoder(bytes.NewReader(text))
	for number := 0; ; number++ {
		var document map[string]any
		err := documents.Decode(&document)
		if errors.Is(err, io.EOF) && number > 0 {
			return
		}
		if err != nil || len(document) == 0 {
			t.Errorf("%s, document %d: %v", path, number+1, err)
			return
		}
	}
}
