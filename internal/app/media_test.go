package app

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/staff"
)

// TestMediaAreFetchedByTheServer and shown to its own pages only.
func TestMediaAreFetchedByTheServer(t *testing.T) {
	t.Parallel()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 100, 50))); err != nil {
		t.Fatal(err)
	}
	platform := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(picture.Bytes()) }))
	defer platform.Close()
	settings := testSettings(t)
	a, _ := startApp(t, Config{Settings: settings, Declare: []*File{parse(t, declaredApp)}})
	report := fmt.Sprintf(`{"mod":11,"reporter":"10086","accused":"10001","complaints":["porn"],
		"messages":[{"type":"picture","id":"m1","sender_id":"10001","url":%q}]}`, platform.URL+"/a.png")
	filed := send(t, http.MethodPost, a.URL()+"/api/v1/reports", report, []string{
		"Content-Type", "application/json", "Authorization", "Bearer " + bearer(t, a, staff.Owner{App: "live"}, staff.ReportsWrite)})
	if filed.status != http.StatusCreated || !strings.Contains(filed.body, `"report_id":1,`) {
		t.Fatalf("%d %s", filed.status, filed.body)
	}
	address, client := a.URL()+"/media/cases/1/0/full", loggedIn(t, a)
	token := "Bearer " + bearer(t, a, staff.Owner{StaffID: somebody(t, a, "reviewer1")}, staff.CasesRead)
	for _, c := range []struct {
		name    string
		client  *http.Client
		headers []string
		status  int
		kind    string
	}{
		{"a page of ours", client, []string{"Sec-Fetch-Site", "same-origin"}, 200, "image/jpeg"},
		{"another site's page", client, []string{"Sec-Fetch-Site", "cross-site"}, 403, problemType},
		{"nobody", browser(t), nil, 401, problemType},
		{"a token", browser(t), []string{"Authorization", token}, 200, "image/jpeg"},
		{"a bad token", client, []string{"Authorization", "Bearer x"}, 401, problemType},
	} {
		got := ask(t, c.client, http.MethodGet, address, nil, c.headers...)
		if got.status != c.status || got.header.Get("Content-Type") != c.kind {
			t.Errorf("%s: %d %s %.100s", c.name, got.status, got.header.Get("Content-Type"), got.body)
		}
	}
	if kept, err := os.ReadDir(filepath.Join(settings.Data, "media")); err != nil || len(kept) != 1 {
		t.Errorf("%d are kept, %v", len(kept), err)
	}
}
