package immomo

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const page = "../../../docs/protocols/immomo.md"

// TestTheClientsToCopy runs the page's programs as they stand there: Go's
// always, the others where their interpreter is.
func TestTheClientsToCopy(t *testing.T) {
	t.Parallel()
	for language, run := range map[string]struct {
		file    string
		command []string
		needs   []string
	}{
		"go":     {"client.go", []string{"go", "run"}, nil},
		"php":    {"client.php", []string{"php"}, []string{"php", "-r", "exit(function_exists('openssl_encrypt') ? 0 : 1);"}},
		"python": {"client.py", []string{"python3"}, []string{"python3", "-c", "import cryptography"}},
	} {
		if run.needs != nil && exec.Command(run.needs[0], run.needs[1:]...).Run() != nil {
			t.Logf("%s is not here", language)
			continue
		}
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), run.file)
			if err := os.WriteFile(file, []byte(block(t, language)), 0o600); err != nil {
				t.Fatal(err)
			}
			tryClient(t, append(run.command, file))
		})
	}
}

// block is the page's only block of a language.
func block(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "\n```"+language+"\n")
	program, _, closed := strings.Cut(rest, "\n```\n")
	if !found || !closed {
		t.Fatalf("the page has no program in %s", language)
	}
	return program + "\n"
}

func tryClient(t *testing.T, command []string) {
	t.Helper()
	w := newWorld(t, credentials()["aes-256-gcm"])
	w.room.Now = time.Now
	server := httptest.NewServer(http.HandlerFunc(w.room.ServeHTTP))
	t.Cleanup(server.Close)
	key := hex.EncodeToString([]byte(key32))
	run := func(in string, args ...string) string {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		client := exec.CommandContext(ctx, command[0], append(command[1:], args...)...)
		var errs bytes.Buffer
		client.Stdin, client.Stderr = strings.NewReader(in), &errs
		out, err := client.Output()
		if err != nil {
			t.Fatalf("%v %s", err, errs.Bytes())
		}
		return strings.TrimSpace(string(out))
	}
	if got := run(example, "report", server.URL, appID, key); !strings.Contains(got, `"ticket_id":"35474574"`) || len(w.filed) != 1 || w.filed[0].Dialogue.Speakers[1].Name != "李四" {
		t.Errorf("reports %s", got)
	}
	keyed, err := newBox(*w.app.Immomo)
	if err != nil {
		t.Fatal(err)
	}
	const said = `{"result":{"user_result":{"id_1":"normal"}},"category":"场景1"}`
	if got := run(base64.StdEncoding.EncodeToString(keyed.seal([]byte(said))), "open", key); got != said {
		t.Errorf("opens %s", got)
	}
}

// The page's table has every ec.
func TestThePageTellsEveryCode(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	all := map[code]bool{ecSuccess: true}
	for _, ec := range codes {
		all[ec] = true
	}
	for _, ec := range named {
		all[ec] = true
	}
	for ec := range all {
		if strings.Count(string(text), fmt.Sprintf("\n| %d |", ec)) != 1 {
			t.Errorf("the page does not tell of %d", ec)
		}
	}
}
