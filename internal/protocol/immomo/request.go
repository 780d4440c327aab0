package immomo

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// What a packet may hold, in bytes. Fifty texts at their limit, written as
// \uXXXX, sealed and percent-encoded, stay below maxBody.
const (
	maxBody = 4 << 20
	maxText = 16 << 10
	maxURL  = 2 << 10
	maxName = 256
	maxID   = 128
)

// readPacket reads a form or JSON.
func readPacket(w http.ResponseWriter, r *http.Request) (p packet, err error) {
	if r.Method != http.MethodPost {
		return p, fault.New(fault.WrongMethod, "", "the packet must be sent by POST")
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/json" {
		err = wire.ReadJSON(w, r, maxBody, &p)
	} else {
		p, err = readForm(w, r)
	}
	if err != nil {
		return p, err
	}
	for _, field := range []struct {
		name  string
		value wire.Text
	}{{"appid", p.AppID}, {"sign", p.Sign}, {"content", p.Content}} {
		if field.value == "" {
			return p, fault.Field(field.name, "is missing")
		}
	}
	// A plus that was not percent-encoded in a form came as a blank.
	p.Content = wire.Text(strings.ReplaceAll(string(p.Content), " ", "+"))
	return p, nil
}

func readForm(w http.ResponseWriter, r *http.Request) (packet, error) {
	params, err := wire.ReadParams(w, r, maxBody)
	return packet{AppID: wire.Text(params.Get("appid")), Sign: wire.Text(params.Get("sign")), Content: wire.Text(params.Get("content"))}, err
}

// appealBody is what an appeal holds (PROTOCOLS §4).
type appealBody struct {
	TicketID    wire.Text `json:"ticket_id"`
	Category    wire.Text `json:"category"`
	RecheckTime wire.Text `json:"recheck_time"`
	IsPriority  wire.Text `json:"is_priority"`
	Redirect    wire.Text `json:"redirect"`
	Timestamp   wire.Int  `json:"timestamp"`
}

func (b appealBody) request() (r intake.AppealRequest, err error) {
	if r.Ticket, err = strconv.ParseInt(string(b.TicketID), 10, 64); err != nil || r.Ticket <= 0 {
		return r, fault.Field("ticket_id", "is no ticket: it is the number that the report was answered with")
	}
	if err := plainName("recheck_time", b.RecheckTime, maxID, false); err != nil {
		return r, err
	}
	switch strings.ToLower(string(b.IsPriority)) {
	case "1", "true", "yes":
		r.Urgent = true
	case "", "0", "false", "no":
	default:
		return r, fault.Field("is_priority", "must be 0 or 1")
	}
	r.Category, r.AskedAt = string(b.Category), string(b.RecheckTime)
	return r, nil
}

// plainName refuses what cannot name anything.
func plainName(field string, value wire.Text, limit int, required bool) error {
	switch {
	case value == "" && required:
		return fault.Field(field, "is missing")
	case len(value) > limit:
		return fault.Field(field, "is longer than %d bytes", limit)
	case strings.ContainsFunc(string(value), unicode.IsControl):
		return fault.Field(field, "holds control characters")
	}
	return nil
}

// tidy is a text as people wrote it, without what no page could show.
func tidy(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return utf8.RuneError
		}
		return r
	}, text)
}

func checkRedirect(address string, hosts []string) error {
	switch parsed, err := url.Parse(address); {
	case address == "":
		return fault.Field("redirect", "is missing")
	case len(address) > maxURL:
		return fault.Field("redirect", "is longer than %d bytes", maxURL)
	case err != nil, parsed.Scheme != "http" && parsed.Scheme != "https", parsed.Host == "":
		return redirectRefused("is no http or https address")
	case len(hosts) > 0 && !slices.ContainsFunc(hosts, func(host string) bool { return strings.EqualFold(strings.Trim(host, "[]"), parsed.Hostname()) }):
		return redirectRefused("is on a host that this app has not named")
	}
	return nil
}

func redirectRefused(why string) error {
	return &fault.Error{Kind: fault.Invalid, Code: codeNameRedirect, Field: "redirect", Message: why}
}

func contains(list []string, value string) bool { return value != "" && slices.Contains(list, value) }
