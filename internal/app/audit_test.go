package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os/user"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// auditOf opens a stopped server's store and verifies its log.
func auditOf(t *testing.T, settings config.Settings) (entries []auditlog.Linked, verified auditlog.Verified) {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), StoreAddress(settings), sqlstore.Options{Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	if entries, err = store.AuditEntries(t.Context(), auditlog.Filter{}); err != nil {
		t.Fatal(err)
	}
	if verified, err = auditlog.Verify(t.Context(), store, auditlog.VerifyOptions{Now: time.Now()}); err != nil {
		t.Fatal(err)
	}
	return entries, verified
}

func TestApplyIsToldAndLinked(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	applied(t, settings, everything)
	changed := strings.NewReplacer("role: reviewer}", "role: supervisor}", "9100/xxxApp", "9101/xxxApp").Replace(everything)
	applied(t, settings, changed)
	entries, verified := auditOf(t, settings)
	if verified.Finding != nil || verified.Waiting != 0 || verified.Entries != int64(len(entries)) {
		t.Errorf("%d entries are %+v", len(entries), verified)
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, entry := range slices.Backward(entries) {
		if want := (auditlog.Actor{Kind: auditlog.CLI, ID: me.Uid, Name: me.Username, Via: "apply declared.yaml"}); entry.Actor != want {
			t.Errorf("%s by %+v", entry.Action, entry.Actor)
		}
		told = append(told, fmt.Sprint(entry.Action, " ", entry.Object.Kind, " ", entry.Object.ID))
	}
	want := []string{
		"setting.change setting lease", "setting.change setting egress.allow", "words.put word_list 1", "words.import word_list 1",
		"app.change app live", "rule.put rule 1", "staff.create staff 1", "list.add user 10001", "list.add user 10002",
		"app.change app live", "staff.update staff 1",
	}
	if !slices.Equal(told, want) {
		t.Errorf("told %q", told)
	}
	for i, detail := range []string{
		`{"changes":["role reviewer → supervisor"],"disabled":false,"role":"supervisor","username":"reviewer1"}`, `{"changes":["uplus.base_url changed"]}`,
	} {
		if got := string(entries[i].Detail); got != detail {
			t.Errorf("%s: %s", entries[i].Action, got)
		}
	}
}

func TestAStoppedServerLeavesTheHead(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	settings := testSettings(t)
	a, err := New(t.Context(), Config{Settings: settings, Declare: []*File{parse(t, everything)}}, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.store.RecordAudit(t.Context(), auditlog.Entry{Action: auditlog.CaseView}); err != nil {
		t.Fatal(err)
	}
	if err := a.Stop(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	_, verified := auditOf(t, settings)
	want := fmt.Sprintf("msg=\"audit log head\" position=%d hash=%s", verified.Head.Position, verified.Head.Hash)
	if verified.Waiting != 0 || verified.Head.Position != 10 || !strings.Contains(log.String(), want) {
		t.Errorf("%+v is not in\n%s", verified, log.String())
	}
}
