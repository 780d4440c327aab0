package main

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// An app's side of seed 001: it seals and opens by the openssl command, and GCM by
// Node's crypto, and listens. Nothing of ours is used.

const (
	aesKey128 = "000102030405060708090a0b0c0d0e0f"
	aesKey256 = aesKey128 + "101112131415161718191a1b1c1d1e1f"
	aesIV     = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
)

// credential001 is an app of ours with an appid of its own.
type credential001 struct {
	app, appid, cipher, key, iv string // key and iv in hex; without iv it stands in front
}

func credentials001() []credential001 {
	list := []credential001{
		{"ecb128", "1001", "aes-128-ecb", aesKey128, ""},
		{"ecb256", "1002", "aes-256-ecb", aesKey256, ""},
		{"cbc128", "1003", "aes-128-cbc", aesKey128, ""},
		{"cbc256", "1004", "aes-256-cbc", aesKey256, ""},
		{"cbc-own", "1005", "aes-256-cbc", aesKey256, aesIV},
	}
	if _, err := exec.LookPath("node"); err == nil {
		list = append(list, credential001{"gcm", "1006", "aes-256-gcm", aesKey256, ""})
	}
	return list
}

// seal is base64(AES(text)) by another's hand.
func (c credential001) seal(t *testing.T, text []byte) string {
	t.Helper()
	switch {
	case strings.HasSuffix(c.cipher, "-gcm"):
		return string(piped(t, text, "node", "-e", nodeSeal, c.key))
	case strings.HasSuffix(c.cipher, "-ecb"):
		return base64.StdEncoding.EncodeToString(piped(t, text, "openssl", "enc", "-"+c.cipher, "-K", c.key))
	case c.iv != "":
		return base64.StdEncoding.EncodeToString(piped(t, text, "openssl", "enc", "-"+c.cipher, "-K", c.key, "-iv", c.iv))
	}
	iv := piped(t, nil, "openssl", "rand", "16")
	sealed := piped(t, text, "openssl", "enc", "-"+c.cipher, "-K", c.key, "-iv", hex.EncodeToString(iv))
	return base64.StdEncoding.EncodeToString(append(iv, sealed...))
}

func (c credential001) open(t *testing.T, content string) []byte {
	t.Helper()
	if strings.HasSuffix(c.cipher, "-gcm") {
		return piped(t, []byte(content), "node", "-e", nodeOpen, c.key)
	}
	sealed, err := base64.StdEncoding.DecodeString(content)
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"enc", "-d", "-" + c.cipher, "-K", c.key}
	switch {
	case c.iv != "":
		args = append(args, "-iv", c.iv)
	case strings.HasSuffix(c.cipher, "-cbc"):
		args = append(args, "-iv", hex.EncodeToString(sealed[:16]))
		sealed = sealed[16:]
	}
	return piped(t, sealed, "openssl", args...)
}

const (
	nodeSeal = `const c=require('crypto'),t=require('fs').readFileSync(0),n=c.randomBytes(12);
const a=c.createCipheriv('aes-256-gcm',Buffer.from(process.argv[1],'hex'),n);
const s=Buffer.concat([n,a.update(t),a.final(),a.getAuthTag()]);process.stdout.write(s.toString('base64'))`
	nodeOpen = `const c=require('crypto'),s=Buffer.from(require('fs').readFileSync(0,'utf8'),'base64');
const a=c.createDecipheriv('aes-256-gcm',Buffer.from(process.argv[1],'hex'),s.subarray(0,12));
a.setAuthTag(s.subarray(-16));process.stdout.write(Buffer.concat([a.update(s.subarray(12,-16)),a.final()]))`
)

func piped(t *testing.T, in []byte, name string, args ...string) []byte {
	t.Helper()
	command := exec.Command(name, args...)
	var errs bytes.Buffer
	command.Stdin, command.Stderr = bytes.NewReader(in), &errs
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v %s", name, err, errs.Bytes())
	}
	return out
}

// packet is the signed form.
func (c credential001) packet(t *testing.T, body any) url.Values {
	t.Helper()
	text, isText := body.([]byte)
	if !isText {
		var err error
		if text, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	return signed001(c.appid, c.seal(t, text))
}

func signed001(appid, content string) url.Values {
	sum := sha1.Sum([]byte(appid + content))
	return url.Values{"appid": {appid}, "sign": {hex.EncodeToString(sum[:])}, "content": {content}}
}

// listener001 receives verdicts, by the path that it was told.
type listener001 struct {
	base string

	mu     sync.Mutex
	broken bool
	tries  int
	got    map[string]url.Values // by path
	keys   map[string]int        // by Idempotency-Key
}

func newListener001(t *testing.T) *listener001 {
	t.Helper()
	address := freePort(t)
	l := &listener001{base: "http://" + address, got: map[string]url.Values{}, keys: map[string]int{}}
	server := &http.Server{Addr: address, Handler: l}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.ListenAndServe()
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return l
}

// ServeHTTP takes a callback only in the document's form (0.1.1).
func (l *listener001) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tries++
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost || len(r.PostForm) != 2 || l.broken {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	l.got[r.URL.Path] = r.PostForm
	l.keys[r.Header.Get("Idempotency-Key")]++
	w.WriteHeader(http.StatusNoContent)
}

func (l *listener001) breaks(broken bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken, l.tries = broken, 0
}

func (l *listener001) tried() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tries
}

// hears waits for the verdict that goes to a path, and holds it against the
// document field by field.
func (l *listener001) hears(t *testing.T, c credential001, path string, want object) {
	t.Helper()
	var form url.Values
	eventually(t, 60*time.Second, "the verdict at "+path, func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		form = l.got[path]
		return form != nil
	})
	if form.Get("appid") != c.appid {
		t.Errorf("appid %q", form.Get("appid"))
	}
	var got object
	if err := json.Unmarshal(c.open(t, form.Get("content")), &got); err != nil {
		t.Fatal(err)
	}
	if auditor, is := got["auditor"].(string); !is || auditor == "" {
		t.Errorf("auditor %v", got["auditor"])
	}
	delete(got, "auditor")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the verdict at %s:\n%s", path, diff)
	}
}
