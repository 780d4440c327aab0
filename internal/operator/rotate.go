package operator

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// shortNames are what people type for a secret's name.
var shortNames = map[string]string{
	"server-token": "uplus.server_token",
	"jwt-key":      "uplus.token.jwt.key",
	"immomo-key":   "immomo.key",
	"yunjing-key":  "yunjing[…].key",
	"party-secret": "party.app_secret",
}

// rotate gives the app's secret with the name a new value.
func rotate(app *tenant.App, name string) (full, value string, err error) {
	if long, known := shortNames[name]; known {
		name = long
	}
	if name == "yunjing[…].key" {
		if len(app.Yunjing) != 1 {
			return "", "", fault.Field("secret", "the app has %d yunjing credentials; say which: yunjing[APP_ID].key", len(app.Yunjing))
		}
		name = "yunjing[" + app.Yunjing[0].AppID + "].key"
	}
	var possible []string
	tenant.EachSecret(app, func(each string, secret *tenant.Secret) {
		fresh := invent(*app, each)
		if fresh == "" {
			return
		}
		possible = append(possible, each)
		if each == name {
			full, value, *secret = each, fresh, tenant.Secret(fresh)
		}
	})
	if full == "" {
		slices.Sort(possible)
		return "", "", fault.Field("secret", "%.80q is none that we make; of this app those are: %s", name, strings.Join(possible, ", "))
	}
	return full, value, nil
}

// invent makes a secret of the kind that belongs there; empty where it is not
// ours to make, but given by another party.
func invent(app tenant.App, name string) string {
	switch {
	case name == "uplus.server_token", name == "party.app_secret", strings.HasPrefix(name, "yunjing["):
		return base64.RawURLEncoding.EncodeToString(random(32))
	case name == "uplus.token.jwt.key" && app.Uplus.Token.JWT.Alg == "HS256":
		return base64.RawURLEncoding.EncodeToString(random(32))
	case name == "immomo.key" && strings.HasPrefix(app.Immomo.Cipher, "aes-128"):
		return "hex:" + hex.EncodeToString(random(16))
	case name == "immomo.key":
		return "hex:" + hex.EncodeToString(random(32))
	}
	return ""
}

func random(size int) []byte {
	raw := make([]byte, size)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	return raw
}
