package yunjing

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the contract's digest
	"encoding/base64"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// defaultWindow is how far a packet's time may lie from ours (PROTOCOLS §5).
const defaultWindow = 10 * time.Minute

// china is the zone in which the contract's times are written unless the
// sender's clock is plainly set to the server's own: the document names none.
var china = time.FixedZone("UTC+8", 8*60*60)

// sign is base64(HMAC-SHA1(key, text)) (seed 003, 1.3).
func sign(key, text string) string {
	mac := hmac.New(sha1.New, []byte(key))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// admit finds the app and holds the packet's signature and time against its
// credential. An unknown app id costs the same work as a wrong signature and is
// told in the same words.
func (h *handler) admit(asked request) (tenant.App, error) {
	app, credential, known := h.Apps.ByYunjing(asked.appID)
	signed := !known || credential.RequireSign == nil || *credential.RequireSign
	right := hmac.Equal([]byte(sign(string(credential.Key), asked.appID+","+asked.timestamp)), []byte(asked.sign))
	switch {
	case signed && known && asked.sign == "":
		return tenant.App{}, fault.Field("sign", "is missing")
	case !known, signed && !right:
		return tenant.App{}, fault.New(fault.Unauthenticated, "bad_sign", "no such app_id, or its sign is wrong")
	}
	return app, h.onTime(asked.timestamp, credential)
}

func (h *handler) onTime(timestamp string, credential tenant.Yunjing) error {
	window := defaultWindow
	if own, err := time.ParseDuration(credential.ClockWindow); err == nil {
		window = own
	}
	now := h.Now()
	for _, zone := range []*time.Location{china, time.Local} {
		sent, err := time.ParseInLocation(timeLayout, timestamp, zone)
		if err != nil {
			return fault.Field("timestamp", "must be written as %s", "yyyy-MM-dd HH:mm:ss")
		}
		if now.Sub(sent).Abs() <= window {
			return nil
		}
	}
	return fault.Field("timestamp", "is more than %s away from the server's time", window)
}
