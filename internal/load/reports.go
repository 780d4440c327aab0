package load

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// tokenLife is how long the tokens of invented users are good.
const tokenLife = 12 * time.Hour

// reports are users' complaints about messages (seed 002, 举报接口), each about
// another message.
type reports struct {
	server
	*crowd
	prefix string // of the app
	rules  Tokens
	tokens []string
}

// Prepare gives each user the token that the app's log-in would.
func (r *reports) Prepare(context.Context) error {
	until := time.Now().Add(tokenLife).Unix()
	for n := range r.size {
		claims := jwt.MapClaims{cmp.Or(r.rules.UserClaim, "sub"): user(n), "exp": until}
		if r.rules.Issuer != "" {
			claims["iss"] = r.rules.Issuer
		}
		if r.rules.Audience != "" {
			claims["aud"] = r.rules.Audience
		}
		token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(r.rules.Key)
		if err != nil {
			return err
		}
		r.tokens = append(r.tokens, token)
	}
	return nil
}

// Send files one.
func (r *reports) Send(ctx context.Context, due time.Time, tell func(Answer)) {
	l := r.speak(true)
	query := url.Values{"token": {r.tokens[l.reporter]}, "uid": {user(l.reporter)}}
	got, err := r.ask(ctx, question{
		method: http.MethodPost, path: r.prefix + "/v/1.0/t/ios/report/reportmsg?" + query.Encode(), body: reportBody(l),
	})
	tell(r.judge(due, got, err))
}

func (*reports) judge(due time.Time, got reply, err error) Answer {
	a := Answer{What: "reports", Due: due, Bytes: int64(len(got.body))}
	if err != nil {
		a.Code, a.Bad = brokenCode(err), true
		return a
	}
	var said struct {
		Ret  int    `json:"ret"`
		Code string `json:"code"`
	}
	a.Bad = json.Unmarshal(got.body, &said) != nil || got.status != http.StatusOK || said.Ret != 0
	a.Code = got.code(said.Code)
	if a.Code == "" {
		a.Code = "taken in"
	}
	return a
}

// reportBody is a report of a message in a show (mod 14).
func reportBody(l line) []byte {
	show := "bench-show-" + strconv.Itoa(l.place)
	return marshal(map[string]any{
		"mod": 14, "reporter": user(l.reporter), "type": []int{l.kind.Complaint()}, "buid": user(l.sender), "memo": "",
		"msgs": []map[string]any{{
			"msg_type": 1, "msgid": l.id, "uucid": "", "senderid": user(l.sender), "url": "", "thumburl": "", "content": l.text,
		}},
		"profile": map[string]any{"mid": show, "oid": user(l.place), "name": l.name, "desc": show},
	})
}

// marshal spells what is made of plain values.
func marshal(value any) []byte {
	raw, err := json.Marshal(value)
	if err != nil {
		panic("load: plain values do not marshal: " + err.Error())
	}
	return raw
}
