package immomo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// reportBody is what a report holds (seed 001, content 解密出来字段). Users and
// infos stand in report_info, as the example has them, or beside it, as the
// table does.
type reportBody struct {
	UniqID    wire.Text       `json:"uniqid"`
	ReportID  wire.Text       `json:"report_id"`
	Category  wire.Text       `json:"category"`
	Redirect  wire.Text       `json:"redirect"`
	Evidence  json.RawMessage `json:"report_evidence"`
	Info      json.RawMessage `json:"report_info"`
	Users     json.RawMessage `json:"users"`
	Infos     json.RawMessage `json:"infos"`
	Timestamp wire.Int        `json:"timestamp"`
}

// evidenceBody is why somebody reported it.
type evidenceBody struct {
	Reason wire.Text   `json:"reason"`
	Images []wire.Text `json:"images"`
}

// infoBody is one thing that was said.
type infoBody struct {
	ID      wire.Text `json:"id"`
	Type    wire.Text `json:"type"`
	Content wire.Text `json:"content"`
	Time    wire.Text `json:"time"`
	Tag     wire.Text `json:"tag"`
}

// report is what the packet reports, but for who asks.
func (b reportBody) report() (review.Report, error) {
	if err := plainName("report_id", b.ReportID, maxID, true); err != nil {
		return review.Report{}, err
	}
	if err := plainName("uniqid", b.UniqID, maxName, false); err != nil {
		return review.Report{}, err
	}
	evidence, err := b.evidence()
	if err != nil {
		return review.Report{}, err
	}
	if err := b.unnest(); err != nil {
		return review.Report{}, err
	}
	dialogue := content.Dialogue{ReportID: string(b.ReportID)}
	if dialogue.Speakers, err = speakersOf(b.Users); err != nil {
		return review.Report{}, err
	}
	for i, image := range evidence.Images {
		if len(image) > maxURL {
			return review.Report{}, fault.Field(fmt.Sprintf("report_evidence.images[%d]", i), "is longer than %d bytes", maxURL)
		}
		dialogue.Pictures = append(dialogue.Pictures, tidy(string(image)))
	}
	filed := review.Report{Memo: tidy(string(evidence.Reason)), Dialogue: &dialogue}
	return filed, b.addInfos(&filed)
}

// maxPictures bounds what a reporter shows.
const maxPictures = 20

// evidence may be an empty list, as PHP writes an object that has nothing.
func (b reportBody) evidence() (e evidenceBody, err error) {
	if isNothing(b.Evidence) {
		return e, nil
	}
	err = decodeField("report_evidence", b.Evidence, &e)
	switch {
	case err != nil:
	case len(e.Reason) > maxText:
		err = fault.Field("report_evidence.reason", "is longer than %d bytes", maxText)
	case len(e.Images) > maxPictures:
		err = fault.Field("report_evidence.images", "are more than %d", maxPictures)
	}
	return e, err
}

// isNothing reports whether a field is absent, null or empty.
func isNothing(raw json.RawMessage) bool {
	switch string(bytes.TrimSpace(raw)) {
	case "", "null", "[]", "{}", `""`:
		return true
	}
	return false
}

// decodeField decodes a part of the packet. The fault names it.
func decodeField(name string, raw json.RawMessage, into any) error {
	err := wire.DecodeJSON(raw, into)
	if err == nil {
		return nil
	}
	problem := fault.As(err)
	if problem.Field != "" && problem.Field != "body" {
		name += "." + problem.Field
	}
	return fault.Field(name, "has the wrong type")
}

// unnest takes users and infos out of report_info.
func (b *reportBody) unnest() error {
	if isNothing(b.Info) {
		return nil
	}
	var inner struct {
		Users json.RawMessage `json:"users"`
		Infos json.RawMessage `json:"infos"`
	}
	if err := decodeField("report_info", b.Info, &inner); err != nil {
		return err
	}
	if isNothing(b.Users) {
		b.Users = inner.Users
	}
	if isNothing(b.Infos) {
		b.Infos = inner.Infos
	}
	return nil
}

func (b reportBody) addInfos(filed *review.Report) error {
	var infos []infoBody
	if isNothing(b.Infos) {
		return fault.Field("infos", "is missing: a dialogue has 1 to %d", content.MaxInfos)
	}
	if err := decodeField("infos", b.Infos, &infos); err != nil {
		return err
	}
	if len(infos) > content.MaxInfos {
		return &fault.Error{Kind: fault.Invalid, Code: codeNameTooMany, Field: "infos", Message: fmt.Sprintf("are %d; a dialogue has 1 to %d", len(infos), content.MaxInfos)}
	}
	for i, info := range infos {
		if err := info.addTo(filed, fmt.Sprintf("infos[%d].", i)); err != nil {
			return err
		}
	}
	return nil
}

// types are those of infos.
var types = map[wire.Text]content.MessageType{"text": content.Text, "image": content.Picture, "audio": content.Audio, "video": content.Video}

// addTo adds what was said; at names it in faults.
func (i infoBody) addTo(filed *review.Report, at string) error {
	speaker, found := filed.Dialogue.Speaker(string(i.ID))
	kind, known := types[i.Type]
	switch {
	case i.ID == "":
		return fault.Field(at+"id", "is missing")
	case !found:
		return fault.Field(at+"id", "is none of the users")
	case !known:
		return fault.Field(at+"type", "must be text, image, audio or video")
	case i.Content == "":
		return fault.Field(at+"content", "is missing")
	case len(i.Content) > maxText:
		return fault.Field(at+"content", "is longer than %d bytes", maxText)
	case i.Tag != "" && (i.Tag != content.TagDeleted || kind != content.Video):
		return fault.Field(at+"tag", "can only be %s, and only of a video", content.TagDeleted)
	}
	if err := plainName(at+"time", i.Time, maxID, false); err != nil {
		return err
	}
	m := content.Message{Type: kind, SenderID: speaker.ID}
	remark := content.Remark{SentAt: string(i.Time), Tag: string(i.Tag)}
	if kind == content.Text {
		i.addText(filed, m, remark)
		return nil
	}
	if m.URL = string(i.Content); !isAddress(m.URL) { // shown in its place, so that nobody follows it
		m.Type, m.Text, m.URL = content.Text, tidy(m.URL), ""
	}
	add(filed, m, remark)
	return nil
}

// addText adds a text as people would read it, and the pictures in it.
func (i infoBody) addText(filed *review.Report, m content.Message, remark content.Remark) {
	written := tidy(string(i.Content))
	shown, pictures := readRich(written)
	m.Text = shown
	if shown != written {
		remark.Markup = written
	}
	add(filed, m, remark)
	for _, address := range pictures {
		add(filed, content.Message{Type: content.Picture, SenderID: m.SenderID, URL: address}, content.Remark{SentAt: remark.SentAt, Inside: true})
	}
}

func add(filed *review.Report, m content.Message, remark content.Remark) {
	filed.Messages, filed.Dialogue.Remarks = append(filed.Messages, m), append(filed.Dialogue.Remarks, remark)
}

// isAddress takes http(s), and a path without scheme, which is completed by the
// app's media_base_url.
func isAddress(text string) bool {
	parsed, err := url.Parse(text)
	switch {
	case err != nil, len(text) > maxURL, strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return false
	case parsed.Scheme == "":
		return true
	}
	return (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Host != ""
}
