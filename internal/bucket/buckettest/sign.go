package buckettest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// clockSkew is how far a request's time may lie from ours.
const clockSkew = 5 * time.Minute

var authorization = regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=([^/]+)/([0-9]{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$`)

// isSigned holds a request against Signature Version 4: its method, path, query,
// signed headers and the digest of its body.
func isSigned(r *http.Request, body []byte) bool {
	parts := authorization.FindStringSubmatch(r.Header.Get("Authorization"))
	at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	if parts == nil || err != nil || time.Since(at).Abs() > clockSkew || parts[1] != AccessKey || parts[2] != at.Format("20060102") || parts[3] != Region {
		return false
	}
	payload, signed := r.Header.Get("X-Amz-Content-Sha256"), strings.Split(parts[4], ";")
	if !strings.HasPrefix(payload, "STREAMING-") && payload != sum(body) {
		return false
	}
	var headers strings.Builder
	for _, name := range signed {
		value := strings.Join(r.Header.Values(name), ",")
		switch name {
		case "host":
			value = r.Host
		case "content-length":
			value = strconv.FormatInt(r.ContentLength, 10)
		}
		headers.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	query := strings.ReplaceAll(r.URL.Query().Encode(), "+", "%20")
	canonical := strings.Join([]string{r.Method, r.URL.EscapedPath(), query, headers.String(), parts[4], payload}, "\n")
	scope := parts[2] + "/" + parts[3] + "/s3/aws4_request"
	toSign := strings.Join([]string{"AWS4-HMAC-SHA256", r.Header.Get("X-Amz-Date"), scope, sum([]byte(canonical))}, "\n")
	key := []byte("AWS4" + SecretKey)
	for _, part := range []string{parts[2], parts[3], "s3", "aws4_request"} {
		key = mac(key, part)
	}
	return hmac.Equal([]byte(hex.EncodeToString(mac(key, toSign))), []byte(parts[5]))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func sum(body []byte) string {
	digest := sha256.Sum256(body)
	return hex.EncodeToString(digest[:])
}

// unchunk takes a body out of its signed chunks; whole is false where the last,
// empty one is missing.
func unchunk(body []byte) (out []byte, whole bool) {
	for {
		head, rest, found := bytes.Cut(body, []byte("\r\n"))
		length, _, _ := strings.Cut(string(head), ";")
		size, err := strconv.ParseInt(length, 16, 32)
		if !found || err != nil || size < 0 || int64(len(rest)) < size+2 {
			return out, false
		}
		if size == 0 {
			return out, true
		}
		out, body = append(out, rest[:size]...), rest[size+2:]
	}
}
