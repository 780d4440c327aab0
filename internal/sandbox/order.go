package sandbox

import (
	"net/http"
	"net/url"
	"strconv"
)

// Act is what a call asks the platform to do.
type Act string

// The acts of seed 002 and PROTOCOLS §2.
const (
	Silence    Act = "silence"
	CloseShow  Act = "close_show"
	LimitLogin Act = "limit_login"
	Dismiss    Act = "dismiss"
	KickOut    Act = "kick_out"
	DeleteRes  Act = "res_del"
	CheckRes   Act = "res_check"
	Pass       Act = "pass"
	OpenHall   Act = "openmouth_hall"
	OpenShow   Act = "openmouth_show"
	UnlockShow Act = "unlock_show"
	UnlockUser Act = "unlock_user"
)

// The module types ("mt") of seed 002.
const (
	Hall  = 1
	Show  = 2
	Group = 3
	User  = 4
)

// Forever is a timedelta without an end.
const Forever = -1

// Order is a call in the platform's own words. Which fields an act uses is
// told by its parameters in seed 002; the others are zero.
type Order struct {
	Act       Act
	MT        int    // 0 where the call has none
	UserID    string // uid
	PlaceID   string // mid, or the show of a lift
	Mod       int    // 0 where the caller left it empty
	Reason    int    // 1 广告, 2 色情, 3 敏感话题
	Hours     int    // timedelta: Forever, or over 0
	RecordID  string // rid
	CID       string // the reviewer
	OwnerID   string // owner, of a kick only
	Reporter  string
	URL       string
	ThumbURL  string
	MessageID string // msgId
}

// refusal is why the platform does not carry a call out. Its code is stable.
type refusal struct{ code, info string }

func missing(name string) *refusal {
	return &refusal{"missing_" + name, "parameter " + name + " must be present, empty where there is no value"}
}

func wrong(name, why string) *refusal {
	return &refusal{"wrong_" + name, "parameter " + name + " " + why}
}

// maxValue bounds one parameter, in bytes.
const maxValue = 2 << 10

// query is the parameters of one call, each present exactly once.
type query url.Values

func parseQuery(r *http.Request, names []string) (query, *refusal) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &refusal{"bad_query", "the query string cannot be read"}
	}
	for _, name := range names {
		switch given := values[name]; {
		case len(given) == 0:
			return nil, missing(name)
		case len(given) > 1:
			return nil, wrong(name, "is given more than once")
		case len(given[0]) > maxValue:
			return nil, wrong(name, "is too long")
		}
	}
	return query(values), nil
}

func (q query) text(name string) string { return url.Values(q).Get(name) }

// number reads a whole number without sign games: "", "+1", "01" and "1.0" are
// none.
func (q query) number(name string) (int, bool) {
	text := q.text(name)
	n, err := strconv.Atoi(text)
	return n, err == nil && strconv.Itoa(n) == text
}
