package immomo

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
)

func TestRichText(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"plain":                                "plain",
		"加<b>微</b><span style=x>信</span>":      "加微信",
		"a < b && c > d, 1<2":                  "a < b && c > d, 1<2",
		"I <3 you, <me> too":                   "I <3 you, <me> too",
		"<p>one</p><p>two<br/>three</p>":       "one\ntwo\nthree",
		"x<script>alert('y')</script>z":        "xz",
		"x<style>p{}</style><!-- c -->z":       "xz",
		"AT&amp;T &lt;b&gt;":                   "AT&T <b>",
		`<a href="https://a.example/x">go</a>`: "[https://a.example/x] go",
		`<a href="javascript:alert(1)">go</a>`: "go",
		`[<img src="x" alt="笑">]`:              "[笑]",
		"<b></b>":                              "<b></b>",
		"bell&#7;":                             "bell\uFFFD",
		"<script>only":                         "<script>only",
		`<img src=x onerror="alert(1)">hi`:     "hi",
	} {
		if got, pictures := readRich(written); got != want || len(pictures) != 0 {
			t.Errorf("%q is shown as %q %q, want %q", written, got, pictures, want)
		}
	}
	got, pictures := readRich(strings.Repeat(`<img src="https://a.example/1.png">`, 12) + `<img src="data:image/png;base64,AA">`)
	if got != "" || len(pictures) != maxInside || pictures[0] != "https://a.example/1.png" {
		t.Errorf("%q %q", got, pictures)
	}
}

// The text is what people read, the original stays beside it, and pictures in it
// stand after it.
func TestRichInfos(t *testing.T) {
	t.Parallel()
	var body reportBody
	text := `{"report_id":"1","users":{"id_1":{}},"infos":[
		{"id":"1","type":"text","content":"<b>加</b>微信<img src=\"https://a.example/qr.png\">","time":5},
		{"id":"1","type":"image","content":"javascript:alert(1)"},
		{"id":"1","type":"image","content":"/a/b.png"}, {"id":"1","type":"text","content":"a\u0000b\u0007"}]}`
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		t.Fatal(err)
	}
	filed, err := body.report()
	if err != nil {
		t.Fatal(err)
	}
	want := []content.Message{
		{Type: content.Text, SenderID: "1", Text: "加微信"}, {Type: content.Picture, SenderID: "1", URL: "https://a.example/qr.png"},
		{Type: content.Text, SenderID: "1", Text: "javascript:alert(1)"}, {Type: content.Picture, SenderID: "1", URL: "/a/b.png"},
		{Type: content.Text, SenderID: "1", Text: "a\uFFFDb\uFFFD"},
	}
	if diff := cmp.Diff(want, filed.Messages); diff != "" {
		t.Error(diff)
	}
	remarks := []content.Remark{{SentAt: "5", Markup: `<b>加</b>微信<img src="https://a.example/qr.png">`}, {SentAt: "5", Inside: true}, {}, {}, {}}
	if diff := cmp.Diff(remarks, filed.Dialogue.Remarks); diff != "" {
		t.Error(diff)
	}
}

// What is taken keeps every promise of content.Dialogue.
func FuzzReport(f *testing.F) {
	f.Add(example)
	f.Add(`{"report_id":"1","users":[{"id":"a"}],"infos":[{"id":"a","type":"text","content":"<p>x"}]}`)
	f.Add(`{"report_id":1,"users":{"1":[],"id_1":null},"infos":[{}],"report_evidence":[],"report_info":{"users":{}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		var body reportBody
		if json.Unmarshal([]byte(text), &body) != nil {
			return
		}
		filed, err := body.report()
		if err != nil {
			return
		}
		d := filed.Dialogue
		if d.ReportID == "" || len(d.Speakers) == 0 || len(d.Speakers) > content.MaxSpeakers || len(d.Remarks) != len(filed.Messages) || len(filed.Messages) == 0 {
			t.Fatalf("%+v", filed)
		}
		ids := map[string]bool{}
		for _, s := range d.Speakers {
			ids[s.ID] = true
		}
		for _, m := range filed.Messages {
			if !ids[m.SenderID] || m.Text == "" && m.URL == "" && m.Type != content.Text || strings.HasPrefix(strings.ToLower(m.URL), "javascript:") {
				t.Fatalf("%+v", m)
			}
		}
		if len(ids) != len(d.Speakers) {
			t.Fatalf("%+v", d.Speakers)
		}
	})
}
