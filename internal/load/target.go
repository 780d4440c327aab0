package load

import (
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Target is a server, and what its app's own clients know.
type Target struct {
	URL       string
	Elsewhere bool          // the server need not be on this machine
	Patience  time.Duration // with one answer
	Users     int           // how many are invented
	Seed      uint64        // of what they say

	App                   string // id; empty where the server has one uplus app, and for cases of any
	Tokens                Tokens
	AuditApp, AuditKey    string
	PartyKey, PartySecret string
	Reviewers             []Reviewer
	Mutes                 bool // every second decision mutes, which calls the app's platform
}

// Tokens is how the app's users prove who they are, for reports: JWTs signed by HS256.
type Tokens struct {
	Key              []byte
	UserClaim        string // empty is sub
	Issuer, Audience string // empty is none
}

// Kinds are the names of what may be sent.
func Kinds() []string { return []string{"reports", "audits", "claims", "heartbeats"} }

// Streams makes what is to be sent at these rates, in requests a second.
func (t Target) Streams(rates map[string]float64) ([]Stream, error) {
	server, err := newServer(t.URL, t.Elsewhere, t.Patience)
	if err != nil {
		return nil, err
	}
	if t.Users < 2 {
		return nil, fault.Field("users", "must be 2 or more")
	}
	people := newCrowd(t.Users, t.Seed)
	var list []Stream
	for _, kind := range Kinds() {
		rate, wanted := rates[kind]
		if !wanted {
			continue
		}
		s, err := t.stream(kind, server, people)
		if err != nil {
			return nil, err
		}
		s.Name, s.Rate = kind, rate
		list = append(list, s)
	}
	return list, check(rates)
}

func check(rates map[string]float64) error {
	for kind, rate := range rates {
		switch {
		case !slices.Contains(Kinds(), kind):
			return fault.Field("load", "%q is not one of %s", kind, strings.Join(Kinds(), ", "))
		case rate <= 0 || rate > maxRate:
			return fault.Field("load", "the rate of %s must be over 0 and at most %d a second", kind, maxRate)
		}
	}
	if len(rates) == 0 {
		return fault.Field("load", "say what: %s", strings.Join(Kinds(), ", "))
	}
	return nil
}

// maxRate is more than this can send.
const maxRate = 1_000_000

func (t Target) stream(kind string, on server, people *crowd) (Stream, error) {
	missing := func(what string) error { return fault.Field(kind, "need %s", what) }
	switch {
	case kind == "reports" && t.Tokens.Key == nil:
		return Stream{}, missing("the HS256 key of the app's user tokens")
	case kind == "audits" && (t.AuditApp == "" || t.AuditKey == ""):
		return Stream{}, missing("the app_id and the key of live message audit")
	case kind == "heartbeats" && (t.PartyKey == "" || t.PartySecret == ""):
		return Stream{}, missing("the AppKey and the AppSecret of a party app")
	case kind == "claims" && len(t.Reviewers) == 0:
		return Stream{}, missing("reviewers")
	}
	switch kind {
	case "reports":
		place := ""
		if t.App != "" {
			place = "/app/" + t.App
		}
		return Stream{Sender: &reports{server: on, crowd: people, prefix: place, rules: t.Tokens}}, nil
	case "audits":
		return Stream{Sender: &audits{on, people, t.AuditApp, t.AuditKey}}, nil
	case "heartbeats":
		return Stream{Sender: &beats{on, people, t.PartyKey, t.PartySecret}}, nil
	}
	return Stream{Most: len(t.Reviewers), Sender: &desk{server: on, app: t.App, reviewers: t.Reviewers, mutes: t.Mutes}}, nil
}
