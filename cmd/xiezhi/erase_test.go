package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAUserIsErasedBesideAServer(t *testing.T) {
	t.Parallel()
	onEngines(t, declared, func(t *testing.T, s *server) {
		s.credited("u10001", 500)
		tools := s.tools()
		anchor := headOf(t, tools)
		if counted := tools.text("erase", "--app", "live", "--user", "u10001", "--dry-run"); !strings.Contains(counted, "coin_accounts") || strings.Contains(counted, "erased-") {
			t.Error(counted)
		}
		list := filepath.Join(t.TempDir(), "users")
		if err := os.WriteFile(list, []byte("u10001\n\nnobody\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		done := tools.text("erase", "--app", "live", "--users", list)
		if !strings.Contains(done, "erasure 1 is ended: he is erased-") || !strings.Contains(done, "erasure 2 is ended") {
			t.Error(done)
		}
		if again := tools.text("erase", "--app", "live", "--user", "u10001", "--dry-run"); strings.Contains(again, "coin_accounts") || strings.Contains(again, "party_accounts") {
			t.Error(again)
		}
		if good := tools.text("ledger", "verify"); !strings.Contains(good, "500") {
			t.Error(good)
		}
		if verified := tools.text("audit", "verify", "--expect", anchor); !strings.Contains(verified, "redacted for erasure 1") {
			t.Error(verified)
		}
		if exported := tools.text("audit", "export"); strings.Contains(exported, "u10001") || !strings.Contains(exported, "user.erase") {
			t.Error(exported)
		}
		tools.text("erase", "--go-on")
		tools.refused(exitUsage, "needs --app", "erase", "--user", "u10001")
		tools.refused(exitUsage, "there is no app", "erase", "--app", "none", "--user", "u10001")
	})
}

// headOf is the audit log's head, as audit verify prints it.
func headOf(t *testing.T, tools toolbox) string {
	t.Helper()
	_, head, found := strings.Cut(tools.text("audit", "verify"), "--expect): ")
	if !found {
		t.Fatal("no head was printed")
	}
	return strings.TrimSpace(head)
}
