package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
)

// BenchmarkAuditLive asks about live messages over HTTP, 64 at a time, each
// durable before its answer; and asks a bare handler that only parses the same
// form and verifies the same signature. The client is in the same process and
// takes its share of the machine in both.
func BenchmarkAuditLive(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		server := httptest.NewServer(http.HandlerFunc(bareAudit))
		b.Cleanup(server.Close)
		auditMany(b, server.URL)
	})
	b.Run("durable", func(b *testing.B) {
		settings := config.Default()
		settings.Listen, settings.Data = "127.0.0.1:0", b.TempDir()
		file, err := ParseFile("declared.yaml", []byte(`apps: [{id: live, yunjing: [{app_id: "2016", key: k}]}]
words: [{list: 引流, category: ad, action: mask, terms: [加微信, 日结三百]}]`))
		if err != nil {
			b.Fatal(err)
		}
		a, err := New(b.Context(), Config{Settings: settings, Declare: []*File{file}}, quiet)
		if err != nil {
			b.Fatal(err)
		}
		if err := a.Start(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = a.Stop(context.WithoutCancel(b.Context())) })
		auditMany(b, a.URL())
	})
}

func auditMany(b *testing.B, base string) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	b.Cleanup(client.CloseIdleConnections)
	var number atomic.Int64
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			answer, err := client.Post(base+"/audit-live", "application/x-www-form-urlencoded", strings.NewReader(auditPacket(number.Add(1))))
			if err != nil {
				b.Error(err)
				return
			}
			body, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			if err != nil || !strings.Contains(string(body), `"code":1001`) {
				b.Errorf("%s %v", body, err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

func auditPacket(number int64) string {
	now := time.Now().UTC().Add(8 * time.Hour).Format(time.DateTime)
	line, _ := json.Marshal(map[string]any{ // plain fields always marshal
		"anchor_id": "600501", "live_id": fmt.Sprint(number % 100), "msg_time": now, "ip_address": "192.168.0.3",
		"user_id": fmt.Sprint("u", number%5000), "message_type": 0, "msg_content": fmt.Sprint("今天的主播唱得真好听啊，再来一首 ", number),
	})
	return url.Values{"app_id": {"2016"}, "version": {"1.1"}, "timestamp": {now}, "sign": {auditSign(now)}, "json_data": {string(line)}}.Encode()
}

func auditSign(now string) string {
	mac := hmac.New(sha1.New, []byte("k"))
	mac.Write([]byte("2016," + now))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func bareAudit(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || !hmac.Equal([]byte(r.PostForm.Get("sign")), []byte(auditSign(r.PostForm.Get("timestamp")))) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	_, _ = io.WriteString(w, `{"json":{"code":1001}}`)
}
