package immomo

import (
	"crypto/sha1" //nolint:gosec // the contract's digest
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/netip"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// defaultWindow is how far a packet's time may lie from ours (PROTOCOLS §4).
const defaultWindow = 10 * time.Minute

// packet is what travels (seed 001, 请求参数).
type packet struct {
	AppID   wire.Text `json:"appid"`
	Sign    wire.Text `json:"sign"`
	Content wire.Text `json:"content"`
}

// sign is hex(sha1(appid + content)).
func sign(appID, content string) string {
	sum := sha1.Sum([]byte(appID + content)) //nolint:gosec // the contract's digest
	return hex.EncodeToString(sum[:])
}

// work is one step of opening a packet, for a test that counts them.
type work struct {
	step  string
	bytes int
}

// stranger stands for the credential of an appid that nobody has.
var stranger = tenant.Immomo{Cipher: defaultCipher, Key: tenant.Secret(strings.Repeat("?", keySizes[defaultCipher]))}

// open reads into a struct what a packet holds. An appid that nobody has, a
// wrong address, a wrong sign, and a content that is no base64, does not
// decipher or is no JSON are one and the same fault, after the same work: every
// step is done, whatever the one before has shown, and the only branch is the
// last.
func (h *handler) open(p packet, address string, into any) (tenant.App, error) {
	appID, content := string(p.AppID), string(p.Content)
	app, known := h.Apps.ByImmomo(appID)
	credential := stranger
	if known {
		credential = *app.Immomo
	}
	keyed, err := newBox(credential)
	if err != nil { // such a one cannot be declared
		return tenant.App{}, fault.Wrap(fault.Internal, err, "the credential cannot be used")
	}
	here := allows(credential.AllowFrom, address)
	h.did("sign", len(content))
	signed := subtle.ConstantTimeCompare([]byte(sign(appID, content)), []byte(strings.ToLower(string(p.Sign)))) == 1
	h.did("decode", len(content))
	sealed, decoded := decode(content)
	h.did("decipher", len(sealed))
	plain, fits := keyed.open(sealed)
	h.did("parse", len(plain))
	parsing := wire.DecodeJSON(plain, into)
	if !known || !here || !signed || !decoded || !fits || parsing != nil && !isMismatch(parsing) {
		return tenant.App{}, unauthorised()
	}
	return app, parsing
}

func (h *handler) did(step string, bytes int) {
	if h.watch != nil {
		h.watch(work{step, bytes})
	}
}

// decode reads base64, also where the sender broke it into lines, left out its
// end or made it fit for addresses. Of what is none it returns as much as its
// length promises.
func decode(content string) (sealed []byte, right bool) {
	plain := strings.TrimRight(strings.NewReplacer("\n", "", "\r", "", "-", "+", "_", "/").Replace(content), "=")
	sealed = make([]byte, base64.RawStdEncoding.DecodedLen(len(plain)))
	_, err := base64.RawStdEncoding.Decode(sealed, []byte(plain))
	return sealed, err == nil && len(sealed) > 0
}

// allows reports whether the networks have the address; none have all.
func allows(networks []string, address string) bool {
	from, err := netip.ParseAddr(address)
	for _, network := range networks {
		prefix, prefixErr := netip.ParsePrefix(network)
		if prefixErr != nil {
			one, _ := netip.ParseAddr(network)
			prefix = netip.PrefixFrom(one, one.BitLen())
		}
		if err == nil && prefix.Contains(from.Unmap()) {
			return true
		}
	}
	return len(networks) == 0
}

// onTime holds a packet's time, in ms since 1970, against ours.
func onTime(timestamp wire.Int, credential *tenant.Immomo, now time.Time) error {
	if timestamp < 1e12 || timestamp >= 1e13 {
		return fault.Field("timestamp", "must have 13 digits, the milliseconds since 1970")
	}
	window := defaultWindow
	if own, err := time.ParseDuration(credential.ClockWindow); err == nil {
		window = own
	}
	if now.Sub(time.UnixMilli(int64(timestamp))).Abs() > window {
		return &fault.Error{Kind: fault.Invalid, Code: codeNameExpired, Field: "timestamp", Message: "is more than " + window.String() + " away from the server's time"}
	}
	return nil
}
