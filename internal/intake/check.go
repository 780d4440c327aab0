package intake

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
)

// Limits on what a report may carry, in bytes.
const (
	MaxID   = 128
	maxURL  = 2 << 10
	maxText = 16 << 10 // of one message, and of the memo
	maxName = 1 << 10  // of the profile's name
)

// check holds a report against the rules of its entrance (seed 002; the table
// of PROTOCOLS §1).
func check(r review.Report, admin bool) error {
	rule, ok := r.Entrance.Rule()
	if !ok {
		return fault.Field("mod", "%d is no entrance: 11–16 and 21–26 are", r.Entrance)
	}
	checks := []func() error{
		func() error { return checkComplaints(r, admin) },
		func() error { return checkID("reporter", r.Reporter, true) },
		func() error { return checkID("buid", r.Accused, false) },
		func() error { return checkText("memo", r.Memo, maxText) },
		func() error { return checkProfile(r, rule) },
		func() error { return checkMessages(r, rule) },
		func() error { return checkAccused(r, rule) },
	}
	for _, run := range checks {
		if err := run(); err != nil {
			return err
		}
	}
	return nil
}

func checkComplaints(r review.Report, admin bool) error {
	if len(r.Complaints.List()) == 0 {
		return fault.Field("type", "must list at least one report type")
	}
	if r.Complaints.Orders() != 0 && !admin {
		return &fault.Error{Kind: fault.Forbidden, Code: "admin_only", Field: "type", Message: "types 4 to 6 are for the app's administrators"}
	}
	return nil
}

func checkProfile(r review.Report, rule content.EntranceRule) error {
	switch {
	case rule.Profile && r.Profile == nil:
		return fault.Field("profile", "is required for mod %d", rule.Entrance)
	case !rule.Profile && r.Profile != nil:
		return fault.Field("profile", "must be absent for mod %d", rule.Entrance)
	case r.Profile == nil:
		return nil
	}
	p := r.Profile
	if err := checkID("profile.mid", p.PlaceID, false); err != nil {
		return err
	}
	if err := checkID("profile.oid", p.OwnerID, rule.Accused == content.AccusedIsOwner); err != nil {
		return err
	}
	if err := checkText("profile.name", p.Name, maxName); err != nil {
		return err
	}
	if rule.Entrance == content.GroupProfile && p.PlaceID == "" {
		return fault.Field("profile.mid", "must name the group for mod %d", rule.Entrance)
	}
	return checkText("profile.desc", p.Desc, maxText)
}

func checkMessages(r review.Report, rule content.EntranceRule) error {
	if n := len(r.Messages); n < rule.MinMessages || n > rule.MaxMessages {
		return fault.Field("msgs", "must have %s for mod %d, not %d", span(rule), rule.Entrance, n)
	}
	for i, m := range r.Messages {
		if err := checkMessage(fmt.Sprintf("msgs[%d].", i), m, rule); err != nil {
			return err
		}
	}
	return nil
}

func span(rule content.EntranceRule) string {
	if rule.MinMessages == rule.MaxMessages {
		return fmt.Sprintf("exactly %d", rule.MinMessages)
	}
	return fmt.Sprintf("%d to %d", rule.MinMessages, rule.MaxMessages)
}

func checkMessage(at string, m content.Message, rule content.EntranceRule) error {
	if !m.Type.Known() {
		return fault.Field(at+"msg_type", "%d is none of 1 text, 2 picture, 3 audio, 8 video", m.Type)
	}
	ids := []struct{ name, value string }{{"msgid", m.ID}, {"uucid", m.UUCID}}
	for _, id := range ids {
		if err := checkID(at+id.name, id.value, false); err != nil {
			return err
		}
	}
	// A picture's owner is named by buid; in a chat the sender is who is accused.
	if err := checkID(at+"senderid", m.SenderID, rule.Entrance != content.AlbumPicture); err != nil {
		return err
	}
	if err := CheckAddress(at+"url", m.URL); err != nil {
		return err
	}
	if err := CheckAddress(at+"thumburl", m.ThumbURL); err != nil {
		return err
	}
	return checkSubstance(at, m, rule)
}

// checkSubstance refuses a message in which there is nothing to judge.
func checkSubstance(at string, m content.Message, rule content.EntranceRule) error {
	if rule.Entrance.IsPicture() || m.Type != content.Text {
		if m.URL == "" {
			return fault.Field(at+"url", "is required for this message")
		}
	} else if m.Text == "" {
		return fault.Field(at+"content", "is required for a text message")
	}
	return checkText(at+"content", m.Text, maxText)
}

func checkAccused(r review.Report, rule content.EntranceRule) error {
	want := ""
	switch rule.Accused {
	case content.AccusedIsSender:
		want = r.Messages[0].SenderID
	case content.AccusedIsOwner:
		want = r.Profile.OwnerID
	case content.AccusedIfSingle:
		if len(r.Messages) == 1 {
			want = r.Messages[0].SenderID
		}
	case content.AccusedMustBeAbsent:
	}
	switch {
	case r.Accused == want:
		return nil
	case want == "":
		return fault.Field("buid", "must be absent here: mod %d with %d messages accuses nobody", rule.Entrance, len(r.Messages))
	case r.Accused == "":
		return fault.Field("buid", "is required for mod %d", rule.Entrance)
	case rule.Accused == content.AccusedIsOwner:
		return fault.Field("buid", "must be the profile's user (profile.oid) for mod %d", rule.Entrance)
	}
	return fault.Field("buid", "must be the sender of the message (senderid) for mod %d", rule.Entrance)
}

func checkID(field, value string, required bool) error {
	switch {
	case value == "" && required:
		return fault.Field(field, "is required")
	case len(value) > MaxID:
		return fault.Field(field, "is longer than %d bytes", MaxID)
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return fault.Field(field, "holds control characters or is not UTF-8")
	}
	return nil
}

// checkText allows line breaks and tabs, which people write.
func checkText(field, value string, limit int) error {
	switch {
	case len(value) > limit:
		return fault.Field(field, "is longer than %d bytes", limit)
	case !utf8.ValidString(value) || strings.ContainsFunc(value, forbiddenInText):
		return fault.Field(field, "holds control characters or is not UTF-8")
	}
	return nil
}

func forbiddenInText(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
}

// CheckAddress takes http(s), or a path without a scheme as the contract
// prints it ("xxx/xxx/xx.png"). Empty is no address and no error.
func CheckAddress(field, value string) error {
	if value == "" {
		return nil
	}
	if len(value) > maxURL {
		return fault.Field(field, "is longer than %d bytes", maxURL)
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		return fault.Field(field, "holds control characters or is not UTF-8")
	}
	parsed, err := url.Parse(value)
	switch {
	case err != nil:
		return fault.Field(field, "is not an address")
	case parsed.Scheme == "":
		return nil
	case parsed.Scheme != "http" && parsed.Scheme != "https":
		return fault.Field(field, "must be http, https or a path, not %s:", parsed.Scheme)
	case parsed.Host == "":
		return fault.Field(field, "names no host")
	}
	return nil
}
