package main

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/bucket/buckettest"
)

// bucketed is a server that keeps copies of evidence in a bucket.
type bucketed struct {
	seed000
	stand *buckettest.Stand
	data  string
	child *child
}

// TestEvidenceInABucket: the bucket is away when the server starts and when a
// picture comes, the server is killed, and the picture's address has expired by
// the time that the bucket is back. The picture is there all the same, and comes
// through this server.
func TestEvidenceInABucket(t *testing.T) {
	t.Parallel()
	b := &bucketed{stand: buckettest.New(t), data: t.TempDir()}
	b.cloud = newCloud000(t)
	var expired atomic.Bool
	shots := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if expired.Load() {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_ = png.Encode(w, image.NewGray(image.Rect(0, 0, 40, 40))) // who asks may have gone
	}))
	t.Cleanup(shots.Close)
	listen := freePort(t)
	b.server = &server{t: t, base: "http://" + listen}
	b.configure(t)

	b.stand.Down(true)
	b.start(t, listen)
	b.child.line(t, "the bucket cannot be used")
	seat := object{"channelId": 1, "channelName": "r", "timestamp": 1616764300000, "uid": 2222, "user": "u-callee"}
	b.tell(t, 4, seat)
	found := strings.Replace(strings.Replace(sample000(t, "video"), "https://****.jpg", shots.URL+"/shot.png", 1), "43677571680222", "1", 1)
	if status, err := b.send("/netease/notify", found, time.Now(), false); err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	r1 := b.reviewer(t)
	b.waits(t, r1, "waiting", "media_store_away")

	b.kill(t)
	expired.Store(true)
	b.stand.Down(false)
	b.start(t, listen)
	b.child.line(t, "copies of evidence are kept in the bucket")
	r1 = b.reviewer(t)
	b.waits(t, r1, "kept", "")
	b.picture(t, r1)
	if names := b.stand.Names(); len(names) != 3 || !strings.HasPrefix(names[0], "evidence/") || b.stand.Forged() != 0 {
		t.Errorf("%q, %d forged", names, b.stand.Forged())
	}
	if left, err := os.ReadDir(filepath.Join(b.data, "evidence")); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
	b.child.terminate(t)
}

func (b *bucketed) configure(t *testing.T) {
	t.Helper()
	text := declaration000("http://127.0.0.1:1", b.cloud.base) + fmt.Sprintf(
		"bucket: {endpoint: %q, name: %s, access_key: %s, secret_key: %s, path_style: true, prefix: evidence}\n",
		b.stand.URL, buckettest.Name, buckettest.AccessKey, buckettest.SecretKey)
	if err := os.WriteFile(filepath.Join(b.data, "xiezhi.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (b *bucketed) start(t *testing.T, listen string) {
	t.Helper()
	c := &child{command: program(context.Background(), "serve", "--config", filepath.Join(b.data, "xiezhi.yaml"), "--data", b.data, "--listen", listen), lines: make(chan string, 1000)}
	output, err := c.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.command.Stderr = c.command.Stdout
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	go c.read(output)
	b.child = c
	t.Cleanup(func() { _ = c.command.Process.Kill() }) // it ended, or ends now
	eventually(t, 30*time.Second, "the server answers", func() bool {
		answer, err := http.Get(b.server.base + "/healthz")
		if err != nil {
			return false
		}
		answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
}

func (b *bucketed) kill(t *testing.T) {
	t.Helper()
	if err := b.child.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for range b.child.lines { // until its output ends
		continue
	}
	_ = b.child.command.Wait() // tells that it was killed
}

// waits until the copy of the only picture is in a state, for a reason.
func (b *bucketed) waits(t *testing.T, r1 *client, state, problem string) {
	t.Helper()
	eventually(t, 60*time.Second, "the copy is "+state, func() bool {
		for _, c := range b.get(t, r1, "/cases?queue=evidence&app=party")["items"].([]any) {
			story := b.get(t, r1, fmt.Sprintf("/cases/%.0f", c.(object)["id"]))
			shown := story["evidence"].(object)["items"].([]any)[0].(object)["picture"].(object)
			said, _ := shown["problem"].(string)
			return shown["state"] == state && said == problem
		}
		return false
	})
}
