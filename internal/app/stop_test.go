package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// A platform that does not answer holds a stop up for as long as it may, and no
// longer; and it is no failure: the call is made again.
func TestAStopOutlastsNoPatience(t *testing.T) {
	t.Parallel()
	called, free := make(chan struct{}, 1), make(chan struct{})
	platform := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		called <- struct{}{}
		<-free
	}))
	defer platform.Close()
	defer close(free)
	file, err := ParseFile("declared.yaml", []byte(`
egress: {allow: [127.0.0.0/8]}
apps: [{id: live, uplus: {base_url: "`+platform.URL+`", token: {jwt: {alg: HS256, key: "hex:3031323334353637383961626364656630313233343536373839616263646566"}}}}]`))
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{Settings: testSettings(t), Declare: []*File{file}}
	a, _ := startApp(t, cfg)
	decide(t, a, "uid1")
	<-called
	patience, end := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer end()
	if err := a.Stop(patience); err != nil && strings.Contains(err.Error(), "deliver") { // a busy machine breaks off more
		t.Errorf("a stop that breaks off a delivery: %v", err)
	}

	startApp(t, cfg)
	<-called // by the next process
}

// decide has a user reported, and muted at once.
func decide(t *testing.T, a *App, user string) {
	t.Helper()
	app, _ := a.registry.App("live")
	_, err := a.intake.Submit(t.Context(), app, intake.Reporter{UserID: "r"}, review.Report{
		Entrance: content.HallMessage, Reporter: "r", Accused: user, Complaints: verdict.ComplaintSet(verdict.ComplaintAd),
		Messages: []content.Message{{Type: content.Text, ID: "m", SenderID: user, Text: "加微信"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	who := review.Reviewer{ID: 7}
	cases, err := a.review.Claim(t.Context(), review.ClaimRequest{App: app.ID, Queue: review.MessageQueue, Who: who, Limit: 1})
	if err != nil || len(cases) != 1 {
		t.Fatal(len(cases), err)
	}
	_, err = a.review.Decide(t.Context(), review.DecideRequest{
		App: app, CaseID: cases[0].ID, Who: who, Hold: review.Hold{Token: cases[0].LeaseToken, Version: cases[0].Version},
		Verdict: verdict.Ad, Actions: []review.ActionRequest{{Type: verdict.Mute, Hours: 2}}, Undo: time.Duration(0),
	})
	if err != nil {
		t.Fatal(err)
	}
}
