package usertoken

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

// introspect asks the app's platform about a token (RFC 7662). A yes is
// remembered for some seconds.
func (v *Verifier) introspect(ctx context.Context, rules tenant.Introspect, token string) (Identity, error) {
	key := fingerprint(rules, token)
	if who, found := v.seen.find(key, v.now()); found {
		return who, nil
	}
	answer, err := v.ask(ctx, rules, token)
	if err != nil {
		return Identity{}, unavailable(err, "the app's token endpoint cannot say")
	}
	if active, _ := answer["active"].(bool); !active {
		return Identity{}, bad("the token is not active")
	}
	now := v.now()
	until := now.Add(seenFor)
	if end, ok := endOf(answer["exp"]); ok {
		if !now.Before(end) {
			return Identity{}, expired()
		}
		if end.Before(until) {
			until = end
		}
	}
	who := identityOf(answer, rules.UserClaim, rules.AdminClaim)
	v.seen.keep(key, who, now, until)
	return who, nil
}

// ask puts the question. Its errors are all of the kind that nobody can say.
func (v *Verifier) ask(ctx context.Context, rules tenant.Introspect, token string) (map[string]any, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	form := url.Values{"token": {token}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, rules.URL, strings.NewReader(form))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	if rules.Token != "" {
		req.Header.Set("Authorization", "Bearer "+string(rules.Token))
	}
	status, _, body, err := v.client.Do(ctx, req)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("HTTP %d", status)
	}
	return readAnswer(body)
}

func readAnswer(body []byte) (map[string]any, error) {
	var answer map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		return nil, fmt.Errorf("the answer is no JSON object: %w", err)
	}
	if _, said := answer["active"].(bool); !said {
		return nil, fmt.Errorf("the answer does not say whether the token is active")
	}
	return answer, nil
}

// endOf is the moment that a claim in unix seconds names.
func endOf(claim any) (end time.Time, ok bool) {
	number, ok := claim.(json.Number)
	if !ok {
		return time.Time{}, false
	}
	seconds, err := number.Float64()
	if err != nil || seconds > maxSeconds {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// maxSeconds is the year 9999: an end beyond it is none.
const maxSeconds = 253_402_300_799
