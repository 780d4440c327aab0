package sandbox

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the contract's digest
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// spokesman reports whole dialogues (seed 001), one after the other. What it
// sends and takes is sealed by AES-256-GCM.
type spokesman struct {
	client *http.Client
	root   string
	app    string
	aead   cipher.AEAD // nil where none are reported
	now    func() time.Time
	queue  chan dialogue
}

// dialogueLength is how many dialogues may wait; what comes on top is not
// reported.
const dialogueLength = 16

// newSpokesman has no cipher where the options name no app; the key is in hex.
func newSpokesman(o Options, client *http.Client) (*spokesman, error) {
	m := &spokesman{client: client, root: o.Target, app: o.DialogueApp, now: o.Now, queue: make(chan dialogue, dialogueLength)}
	if m.app == "" {
		return m, nil
	}
	key, err := hex.DecodeString(o.DialogueKey)
	if err != nil {
		return nil, fault.Field("dialogue_key", "must be hex")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fault.Field("dialogue_key", "must be 32 bytes")
	}
	m.aead, err = cipher.NewGCM(block)
	return m, err
}

func (m *spokesman) seal(text []byte) string {
	nonce := make([]byte, m.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(m.aead.Seal(nonce, nonce, text, nil))
}

func (m *spokesman) open(content string) ([]byte, error) {
	sealed, err := base64.StdEncoding.DecodeString(content)
	if err != nil || len(sealed) < m.aead.NonceSize() {
		return nil, fmt.Errorf("the content is no packet")
	}
	return m.aead.Open(nil, sealed[:m.aead.NonceSize()], sealed[m.aead.NonceSize():], nil)
}

// hand takes a dialogue to report, unless too many wait.
func (m *spokesman) hand(d dialogue) {
	select {
	case m.queue <- d:
	default:
	}
}

// run reports dialogue after dialogue until ctx ends. Heard is told each answer.
func (m *spokesman) run(ctx context.Context, heard func(d dialogue, ticket string, err error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case d := <-m.queue:
			ticket, err := m.report(ctx, d)
			if ctx.Err() != nil {
				return
			}
			heard(d, ticket, err)
		}
	}
}

func (m *spokesman) report(ctx context.Context, d dialogue) (ticket string, err error) {
	d.body["timestamp"] = m.now().UnixMilli()
	plain, err := json.Marshal(d.body)
	if err != nil {
		return "", err
	}
	content := m.seal(plain)
	sign := sha1.Sum([]byte(m.app + content)) //nolint:gosec // the contract's digest
	form := url.Values{"appid": {m.app}, "sign": {hex.EncodeToString(sign[:])}, "content": {content}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, m.root+"/api/report/multiDialogue", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := m.client.Do(request)
	if err != nil {
		return "", hideURL(err)
	}
	defer func() { _ = response.Body.Close() }() // read as far as we want it
	var got struct {
		EC   int    `json:"ec"`
		EM   string `json:"em"`
		Data struct {
			Ticket string `json:"ticket_id"`
		} `json:"data"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, answerLimit)).Decode(&got); err != nil {
		return "", fmt.Errorf("HTTP %d 的回答不是约定的格式", response.StatusCode)
	}
	if got.EC != 0 {
		return "", fmt.Errorf("%d %s", got.EC, got.EM)
	}
	return got.Data.Ticket, nil
}

// reported tells that a dialogue was reported, or why not.
func (l *Live) reported(d dialogue, ticket string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.tellSeldom("dialogue", fmt.Sprintf("〔对话举报〕没有被接收（%v）", err))
		return
	}
	l.narrator.say(d.story + " → 工单 #" + ticket)
}

// The labels as the contract writes them.
var dialogueLabels = map[string]string{"normal": "正常", "ad": "广告", "pron": "色情", "abuse": "辱骂"}

// judged takes the verdict on a dialogue.
func (l *Live) judged(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, answerLimit)
	if l.spokesman.aead == nil || r.ParseForm() != nil || r.PostForm.Get("appid") != l.spokesman.app {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	plain, err := l.spokesman.open(r.PostForm.Get("content"))
	var verdict struct {
		Ticket string `json:"ticket_id"`
		Result struct {
			Dialogue string            `json:"dialogue_result"`
			Users    map[string]string `json:"user_result"`
		} `json:"result"`
	}
	if err != nil || json.Unmarshal(plain, &verdict) != nil || verdict.Ticket == "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.narrator.say(fmt.Sprintf("〔对话判定〕工单 #%s：整段%s；%s", verdict.Ticket, dialogueLabels[verdict.Result.Dialogue], l.scene.tellUsers(verdict.Result.Users)))
}
