//go:build linux

package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// What the clients of the proof know of the servers comes from the documents of
// the contracts (seeds 000, 002, 003 and 004) and docs/protocols.

const (
	tokenKey    = "an-hs256-key-of-the-app-in-the-proof"
	serverToken = "the-server-token-of-the-app-in-the-proof"
	auditApp    = "201601010001"
	auditKey    = "ICRf0mw4eRcFnVcPSDyS"
	password    = "correct horse battery"
	partyKey    = "proof-key"
	partySecret = "proof-secret"
	reviewers   = 8
	lease       = 2 * time.Minute
)

// declaration is the app that the proof plays, and its reviewers r1 to r8.
func declaration(platform string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "apps:\n  - id: live\n    name: 证明\n    uplus: {base_url: %q, method: POST, server_token: %q, token: {jwt: {alg: HS256, key: %q}}}\n",
		"http://"+platform+"/api", serverToken, tokenKey)
	fmt.Fprintf(&b, "    yunjing: [{app_id: %q, key: %q, callback_url: %q}]\n", auditApp, auditKey, "http://"+platform+"/callback")
	fmt.Fprintf(&b, "    party: {app_key: %s, app_secret: %s}\n", partyKey, partySecret)
	fmt.Fprintf(&b, "lease: %s\negress: {allow: [\"127.0.0.0/8\"]}\n", lease)
	b.WriteString("words:\n  - {list: 赌博, category: illegal, action: review, terms: [百家乐稳赚]}\nstaff:\n")
	for i := range reviewers {
		fmt.Fprintf(&b, "  - {username: r%d, password: %q, role: reviewer}\n", i+1, password)
	}
	fmt.Fprintf(&b, "  - {username: boss, password: %q, role: admin}\n", password)
	return b.String()
}

// userToken is a JWT of an app's user, HS256.
func userToken(user string, now time.Time) string {
	encode := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			panic(err) // plain fields always marshal
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	signed := encode(map[string]string{"alg": "HS256", "typ": "JWT"}) + "." +
		encode(map[string]any{"sub": user, "exp": now.Add(48 * time.Hour).Unix()})
	mac := hmac.New(sha256.New, []byte(tokenKey))
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// auditPacket is a signed live message.
func auditPacket(line map[string]string, now time.Time) string {
	data, err := json.Marshal(line)
	if err != nil {
		panic(err) // plain fields always marshal
	}
	v := url.Values{"app_id": {auditApp}, "version": {"1.1"}, "json_data": {string(data)}}
	v.Set("timestamp", now.In(time.FixedZone("", 8*3600)).Format(time.DateTime))
	mac := hmac.New(sha1.New, []byte(auditKey))
	mac.Write([]byte(auditApp + "," + v.Get("timestamp")))
	v.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return v.Encode()
}

// partyServer are the headers of the party app's own server.
func partyServer(now time.Time) http.Header {
	curTime := strconv.FormatInt(now.Unix(), 10)
	sum := sha1.Sum([]byte(partySecret + "nonce" + curTime))
	return http.Header{"Appkey": {partyKey}, "Nonce": {"nonce"}, "Curtime": {curTime}, "Checksum": {hex.EncodeToString(sum[:])}}
}

// partyUser are the headers of a user's device.
func partyUser(user string) http.Header {
	return http.Header{"Appkey": {partyKey}, "User": {user}, "Token": {"token of " + user}, "Deviceid": {"phone"}}
}
