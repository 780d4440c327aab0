package media

import (
	"net/url"
	"strings"
)

// maxAddress bounds an address, in bytes.
const maxAddress = 4096

// Resolve completes an address as it came: an absolute one of http(s) is taken
// as it is, a path is put below base. Everything else is a refusal.
func Resolve(address, base string) (string, error) {
	address = strings.TrimSpace(address)
	switch scheme := schemeOf(address); {
	case address == "":
		return "", gone("the message has no address")
	case len(address) > maxAddress:
		return "", refused(nil, "the address is too long")
	case scheme == "http", scheme == "https":
		return checked(address)
	case scheme != "":
		return "", refused(nil, "only http and https addresses are fetched")
	case schemeOf(base) == "":
		return "", refused(nil, "the address names no host, and the app has no media_base_url")
	}
	return checked(strings.TrimRight(base, "/") + "/" + strings.TrimLeft(address, `/\`))
}

func checked(address string) (string, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" {
		return "", refused(nil, "this is no address")
	}
	parsed.Fragment, parsed.RawFragment = "", "" // is never sent, and would be another copy
	return parsed.String(), nil
}

// schemeOf is what stands before the colon that makes an address absolute, in
// small letters; empty for a path. A host with a port ("cdn:8080/a") reads as
// one, as it does in a browser.
func schemeOf(address string) string {
	scheme, _, found := strings.Cut(address, ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return ""
	}
	return strings.ToLower(scheme)
}
