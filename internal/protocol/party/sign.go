package party

import (
	"crypto/sha1" //nolint:gosec // the contract's
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// window is how far a server's time may lie from ours.
const window = 10 * time.Minute

// admit is who asks. What a barred user may do is the operation's to say.
func (h *handler) admit(r *http.Request, o operation) (a asked, err error) {
	if o.by == server {
		a.app, err = h.server(r.Header)
		return a, err
	}
	if a, err = h.client(r); err != nil {
		return a, err
	}
	if o.paced {
		return a, h.Take(a.app.ID, a.user.UserUUID)
	}
	return a, nil
}

// client is the user who proves himself by the headers appkey, user and token.
func (h *handler) client(r *http.Request) (a asked, err error) {
	app, known := h.Apps.ByParty(r.Header.Get("appkey"))
	user := r.Header.Get("user")
	if !known || user == "" || len(user) > maxID {
		return a, stranger()
	}
	a.app, a.device = app, r.Header.Get("deviceId")
	if err := plain("deviceId", &a.device, maxID, false); err != nil {
		return a, err
	}
	a.user, err = h.Accounts.Prove(r.Context(), app.ID, user, r.Header.Get("token"))
	if fault.HasCode(err, party.CodeNoUser) {
		err = stranger()
	}
	return a, err
}

func stranger() error {
	return fault.New(fault.Unauthenticated, CodeStranger, "there is no such user of this appkey")
}

// server is the app whose server signed the headers (PROTOCOLS §7): CheckSum is
// hex(sha1(AppSecret + Nonce + CurTime)), CurTime counts seconds.
func (h *handler) server(header http.Header) (tenant.App, error) {
	app, known := h.Apps.ByParty(header.Get("AppKey"))
	secret := ""
	if known {
		secret = string(app.Party.AppSecret)
	}
	nonce, curTime := header.Get("Nonce"), header.Get("CurTime")
	sum := sha1.Sum([]byte(secret + nonce + curTime)) //nolint:gosec // the contract's
	said := strings.ToLower(header.Get("CheckSum"))
	right := subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(said)) == 1
	if !right || secret == "" || nonce == "" {
		return app, fault.New(fault.Unauthenticated, "", "no such AppKey, or its CheckSum is wrong")
	}
	seconds, err := strconv.ParseInt(curTime, 10, 64)
	if err != nil {
		return app, fault.New(fault.Unauthenticated, "", "the CurTime is no number of seconds")
	}
	if apart := h.Now().Sub(time.Unix(seconds, 0)).Abs(); apart > window {
		return app, fault.New(fault.Unauthenticated, "", "the CurTime is not of now")
	}
	return app, nil
}
