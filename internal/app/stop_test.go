package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
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
	app, _ := a.registry.App("live")
	mute(t, app, a.intake, a.review, "m", "uid1", 0)
	<-called
	patience, end := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer end()
	if err := a.Stop(patience); err != nil && strings.Contains(err.Error(), "deliver") { // a busy machine breaks off more
		t.Errorf("a stop that breaks off a delivery: %v", err)
	}

	startApp(t, cfg)
	<-called // by the next process
}
