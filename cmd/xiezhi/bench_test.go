package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBench puts each kind of load on the real program from another process of it.
func TestBench(t *testing.T) {
	t.Parallel()
	declared := strings.Replace(declaration("", 2), "    uplus:", "    yunjing: [{app_id: \"2016\", key: audit-key}]\n    party: {app_key: pk, app_secret: ps}\n    uplus:", 1)
	onEngines(t, func(*testing.T) string { return declared }, func(t *testing.T, s *server) {
		file, kept := writeFile(t, declared), filepath.Join(t.TempDir(), "result.json")
		common := []string{"bench", "--url", s.base, "--app-file", file, "--users", "40", "--patience", "30s", "--for", "2s"}
		if code, out, errs := once(t, append(common, "reports=20")...); code != 0 || !strings.Contains(out, "taken in") {
			t.Fatalf("exit %d\n%s%s", code, out, errs)
		}
		code, out, errs := once(t, append(common, "audits=20", "claims=5", "heartbeats", "--rate", "20", "--poisson", "--json", kept)...)
		if code != 0 {
			t.Fatalf("exit %d\n%s%s", code, out, errs)
		}
		rows := keptRows(t, kept)
		if rows["audits"].Answered == 0 || rows["heartbeats"].Answered == 0 || rows["claims"].Answered == 0 || rows["decisions"].Answered == 0 {
			t.Errorf("%+v\n%s", rows, out)
		}
		for _, secret := range []string{"audit-key", tokenKey, password} {
			if strings.Contains(out+errs, secret) {
				t.Errorf("a secret is printed: %s", secret)
			}
		}
		code, out, errs = once(t, append(common, "audits=20", "--audit-app", "2016", "--audit-key", "wrong")...)
		if code != exitFailed || !strings.Contains(out, "4005") || !strings.Contains(errs, "not all requests") {
			t.Errorf("exit %d\n%s%s", code, out, errs)
		}
	})
}

type benchRow struct {
	What     string `json:"what"`
	Answered int    `json:"answered"`
	Errors   int    `json:"errors"`
}

func keptRows(t *testing.T, path string) map[string]benchRow {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var result struct {
		Rows []benchRow `json:"rows"`
	}
	if err := json.Unmarshal(raw, &result); err != nil {
		t.Fatal(err)
	}
	rows := map[string]benchRow{}
	for _, row := range result.Rows {
		rows[row.What] = row
	}
	return rows
}

func TestBenchRefuses(t *testing.T) {
	t.Parallel()
	for says, args := range map[string][]string{
		"--this-server-is-mine": {"audits", "--url", "http://192.0.2.1"},
		"is not one of":         {"gifts=1"},
		"after the =":           {"audits=many"},
		"NAME:PASSWORD":         {"claims", "--reviewer", "somebody"},
	} {
		if code, _, errs := once(t, append([]string{"bench"}, args...)...); code != exitUsage || !strings.Contains(errs, says) {
			t.Errorf("%s: exit %d %s", args, code, errs)
		}
	}
}
