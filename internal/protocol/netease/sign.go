package netease

import (
	"crypto/md5"  //nolint:gosec // the contract's
	"crypto/sha1" //nolint:gosec // the contract's
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// MaxAge is how old a notice may be, for the cloud tries again for long
// (PROTOCOLS §6); ahead is how far its clock may be before ours.
const (
	MaxAge = 24 * time.Hour
	ahead  = 10 * time.Minute
)

// Checksum is what proves a notice: hex(sha1(secret + md5 + curTime)).
func Checksum(secret, digest, curTime string) string {
	sum := sha1.Sum([]byte(secret + digest + curTime)) //nolint:gosec // the contract's
	return hex.EncodeToString(sum[:])
}

// Digest is the MD5 of a body, in hex.
func Digest(body []byte) string {
	sum := md5.Sum(body) //nolint:gosec // the contract's
	return hex.EncodeToString(sum[:])
}

// check holds the headers against the raw body. Every refusal is the same, after
// the same work.
func check(header http.Header, body []byte, secret string, known bool, now time.Time) error {
	said, curTime := header.Get("MD5"), header.Get("CurTime")
	sameBody := equal(strings.ToLower(said), Digest(body))
	sameSum := equal(strings.ToLower(header.Get("CheckSum")), Checksum(secret, said, curTime))
	if sameBody&sameSum != 1 || !known || secret == "" {
		return nobody("no such AppKey, or its CheckSum or MD5 is wrong")
	}
	millis, err := strconv.ParseInt(curTime, 10, 64)
	if err != nil {
		return nobody("the CurTime is no number of milliseconds")
	}
	if age := now.Sub(time.UnixMilli(millis)); age > MaxAge || age < -ahead {
		return nobody("the CurTime is not of the last 24 hours: it counts milliseconds")
	}
	return nil
}

func equal(a, b string) int { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) }

func nobody(why string) error { return fault.New(fault.Unauthenticated, "", "%s", why) }
