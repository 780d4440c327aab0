package uplus

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// reportBody is the body of reportmsg (seed 002, 消息类型).
type reportBody struct {
	Mod      wire.Int      `json:"mod"`
	Reporter wire.Text     `json:"reporter"`
	Type     []wire.Int    `json:"type"`
	Msgs     []messageBody `json:"msgs"`
	Profile  *profileBody  `json:"profile"`
	BUID     wire.Text     `json:"buid"`
	Memo     wire.Text     `json:"memo"`
}

type messageBody struct {
	Type     wire.Int  `json:"msg_type"`
	ID       wire.Text `json:"msgid"`
	UUCID    wire.Text `json:"uucid"`
	SenderID wire.Text `json:"senderid"`
	URL      wire.Text `json:"url"`
	ThumbURL wire.Text `json:"thumburl"`
	Content  wire.Text `json:"content"`
}

type profileBody struct {
	MID  wire.Text `json:"mid"`
	OID  wire.Text `json:"oid"`
	Name wire.Text `json:"name"`
	Desc wire.Text `json:"desc"`
}

// report is the body as a report that nobody has checked yet.
func (b reportBody) report() (review.Report, error) {
	complaints, err := complaintsOf(b.Type)
	return review.Report{
		Entrance: content.Entrance(b.Mod), Reporter: string(b.Reporter), Complaints: complaints,
		Messages: b.messages(), Profile: b.Profile.profile(), Accused: string(b.BUID), Memo: string(b.Memo),
	}, err
}

func (b reportBody) messages() []content.Message {
	var list []content.Message
	for _, m := range b.Msgs {
		list = append(list, content.Message{
			Type: content.MessageType(m.Type), ID: string(m.ID), UUCID: string(m.UUCID), SenderID: string(m.SenderID),
			URL: string(m.URL), ThumbURL: string(m.ThumbURL), Text: string(m.Content),
		})
	}
	return list
}

// profile is nil for none. One that says nothing is none too: clients send {}
// where the contract says NULL.
func (p *profileBody) profile() *content.Profile {
	if p == nil || *p == (profileBody{}) {
		return nil
	}
	return &content.Profile{PlaceID: string(p.MID), OwnerID: string(p.OID), Name: string(p.Name), Desc: string(p.Desc)}
}

func complaintsOf(types []wire.Int) (verdict.Complaints, error) {
	list := make([]verdict.Complaint, 0, len(types))
	for _, number := range types {
		complaint := verdict.Complaint(number)
		if !complaint.Known() {
			return 0, fault.Field("type", "%d is no report type: 1 to 6 are", number)
		}
		list = append(list, complaint)
	}
	return verdict.ComplaintSet(list...), nil
}

// number is a required parameter that is a whole number.
func number(p wire.Params, name string) (int64, error) {
	text := p.Get(name)
	if text == "" {
		return 0, fault.Field(name, "is required")
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fault.Field(name, "must be a whole number")
	}
	return n, nil
}

// riskOf is the parameter risk: 1 picks the high-risk queue, 0 – also where it
// may be missing and is – the ordinary one.
func riskOf(p wire.Params, required bool) (bool, error) {
	switch text := p.Get("risk"); {
	case text == "1":
		return true, nil
	case text == "0", text == "" && !required:
		return false, nil
	case text == "":
		return false, fault.Field("risk", "is required: 1 high risk, 0 ordinary")
	}
	return false, fault.Field("risk", "must be 1 (high risk) or 0 (ordinary)")
}

// defaultSize is how many pictures a claim without size lends.
const defaultSize = 20

// sizeOf is the parameter size. More than a claim may lend is cut down, not
// refused.
func sizeOf(p wire.Params) (int, error) {
	if p.Get("size") == "" {
		return defaultSize, nil
	}
	size, err := number(p, "size")
	if err != nil || size < 1 {
		return 0, fault.Field("size", "must be a whole number from 1 on")
	}
	return int(min(size, review.MaxClaim)), nil
}

// idOf is a required parameter that names a user or a show.
func idOf(p wire.Params, name string) (string, error) {
	value := p.Get(name)
	if value == "" {
		return "", fault.Field(name, "is required")
	}
	return value, checkID(name, value)
}

func checkID(name, value string) error {
	switch {
	case len(value) > intake.MaxID:
		return fault.Field(name, "is longer than %d bytes", intake.MaxID)
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return fault.Field(name, "holds control characters or is not UTF-8")
	}
	return nil
}

// memoOf is the parameter memo, in which people may break lines.
func memoOf(p wire.Params) (string, error) {
	memo := p.Get("memo")
	if len(memo) > review.MaxMemo {
		return "", fault.Field("memo", "is longer than %d bytes", review.MaxMemo)
	}
	if strings.ContainsFunc(memo, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) }) {
		return "", fault.Field("memo", "holds control characters")
	}
	return memo, nil
}

// judgementOf reads what /punish and /pass have in common (seed 004).
func judgementOf(p wire.Params) (j review.Judgement, err error) {
	if err := requireAll(p, "reporter", "id", "mod"); err != nil {
		return j, err
	}
	if !p.Has("u_id") { // may be empty, where the case names nobody
		return j, fault.Field("u_id", "is required")
	}
	if j.CaseID, err = number(p, "id"); err != nil {
		return j, err
	}
	mod, err := number(p, "mod")
	if err != nil {
		return j, err
	}
	j.Entrance = content.Entrance(mod)
	if _, known := j.Entrance.Rule(); !known {
		return j, fault.Field("mod", "%d is no entrance: 11–16 and 21–26 are", mod)
	}
	j.Reporter, j.UserID = p.Get("reporter"), p.Get("u_id")
	j.PlaceID, j.OwnerID = p.Get("module_id"), p.Get("owner")
	j.MessageID, j.URL, j.ThumbURL, j.Text = p.Get("msg_id"), p.Get("url"), p.Get("thumb_url"), p.Get("content")
	j.Memo, err = memoOf(p)
	return j, err
}

func requireAll(p wire.Params, names ...string) error {
	for _, name := range names {
		if p.Get(name) == "" {
			return fault.Field(name, "is required")
		}
	}
	return nil
}

// sentenceOf reads what /punish adds (seed 004, 处罚接口).
func sentenceOf(p wire.Params) (s review.Sentence, err error) {
	module, err := number(p, "module_type")
	if err != nil {
		return s, err
	}
	punish, err := number(p, "punish_type")
	if err != nil {
		return s, err
	}
	reasonID, err := number(p, "reason")
	if err != nil {
		return s, err
	}
	var known bool
	if s.Module = content.Module(module); len(verdict.Allowed(s.Module)) == 0 {
		return s, fault.Field("module_type", "%d is none of 1 hall, 2 show, 3 group, 4 user", module)
	}
	if s.Action, known = actionOfPunish(punish); !known {
		return s, fault.Field("punish_type", "%d is no punish type: 101 to 106 are", punish)
	}
	if s.Label, known = labelOfReason(reasonID); !known {
		return s, fault.Field("reason", "%d is none of 1 广告, 2 色情, 3 敏感话题", reasonID)
	}
	s.Hours, err = hoursOf(p)
	return s, err
}

// hoursOf is the parameter timedelta: missing or -1 is for ever.
func hoursOf(p wire.Params) (int, error) {
	if p.Get("timedelta") == "" {
		return verdict.Forever, nil
	}
	hours, err := number(p, "timedelta")
	if err != nil || (hours != verdict.Forever && (hours < 1 || hours > verdict.MaxHours)) {
		return 0, fault.Field("timedelta", "must be -1 (for ever) or a whole number of hours from 1 to %d", verdict.MaxHours)
	}
	return int(hours), nil
}
