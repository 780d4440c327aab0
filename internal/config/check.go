package config

import (
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The longest and shortest lease that make sense.
const (
	minLease = time.Second
	maxLease = 24 * time.Hour
)

// maxDrainDelay is longer than any balancer looks away.
const maxDrainDelay = 5 * time.Minute

// maxConnections is more than one process can hold.
const maxConnections = 1_000_000

// Check holds the settings against what is allowed. It returns a problem for
// each that is not, with Path and Message; where it came from is the caller's
// to say.
func (s Settings) Check() []*Problem {
	var found []*Problem
	refuse := func(path, message string) {
		if message != "" {
			found = append(found, &Problem{Path: path, Message: message})
		}
	}
	refuse("listen", badAddress(s.Listen))
	if s.AdminListen != "" {
		refuse("admin_listen", badAddress(s.AdminListen))
	}
	if s.PublicURL != "" {
		refuse("public_url", badURL(s.PublicURL))
	}
	if (s.TLSCert == "") != (s.TLSKey == "") {
		refuse("tls_cert", "tls_cert and tls_key belong together; give both or none")
	}
	refuse("trusted_proxies", badNetworks(s.TrustedProxies))
	if s.Data == "" {
		refuse("data", "must name a folder")
	}
	refuse("store", badStore(s.Store))
	if s.SecretKey != "" && !secretKey.MatchString(s.SecretKey) {
		refuse("secret_key", "must be 64 hex digits, as openssl rand -hex 32 prints them; several keys between commas, the one that seals first")
	}
	found = append(found, s.checkCluster()...)
	if s.PushConnections < 0 || s.PushConnections > maxConnections {
		refuse("push_connections", "must be from 1 to 1000000; 0 means 20000")
	}
	if delay := s.DrainDelay; delay != nil && (*delay < 0 || *delay > maxDrainDelay) {
		refuse("drain_delay", "must be from 0s to 5m")
	}
	found = append(found, s.Bucket.check()...)
	found = append(found, s.Trace.check()...)
	refuse("log_level", notOneOf(s.LogLevel, "debug", "info", "warn", "error"))
	refuse("log_format", notOneOf(s.LogFormat, "text", "json"))
	return append(found, s.checkKept()...)
}

// check checks where traces go, and how many.
func (t Trace) check() []*Problem {
	var found []*Problem
	if t.Endpoint != "" && badURL(t.Endpoint) != "" {
		found = append(found, &Problem{Path: "trace.endpoint", Message: badURL(t.Endpoint)})
	}
	if !(t.Sample >= 0 && t.Sample <= 1) { // no number is neither
		found = append(found, &Problem{Path: "trace.sample", Message: "must be from 0 to 1; 0.01 records one trace in a hundred"})
	}
	return found
}

// checkCluster checks how nodes reach each other.
func (s Settings) checkCluster() []*Problem {
	var found []*Problem
	if message := badAddress(s.ClusterListen); s.ClusterListen != "" && message != "" {
		found = append(found, &Problem{Path: "cluster_listen", Message: message})
	}
	if s.NATS == "" {
		return found
	}
	for one := range strings.SplitSeq(s.NATS, ",") {
		u, err := url.Parse(strings.TrimSpace(one))
		if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" {
			found = append(found, &Problem{Path: "nats", Message: "must be nats://host:port or tls://host:port, several between commas"})
		}
	}
	return found
}

// check wants all of a bucket or nothing.
func (b Bucket) check() []*Problem {
	if b == (Bucket{}) {
		return nil
	}
	var found []*Problem
	for _, row := range []struct{ key, message string }{
		{"endpoint", badRoot(b.Endpoint)}, {"name", missing(b.Name)}, {"access_key", missing(b.AccessKey)}, {"secret_key", missing(b.SecretKey)},
	} {
		if row.message != "" {
			found = append(found, &Problem{Path: "bucket." + row.key, Message: row.message})
		}
	}
	return found
}

func missing(value string) string {
	if value == "" {
		return "is needed: a bucket has an endpoint, a name, an access_key and a secret_key"
	}
	return ""
}

// badRoot refuses what is not the root of a host.
func badRoot(text string) string {
	u, err := url.Parse(text)
	if message := badURL(text); message != "" || err != nil {
		return message
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return "must be http(s)://host[:port] and nothing more; the bucket's name goes into name"
	}
	return ""
}

// checkKept checks the settings that apply keeps in the store.
func (s Settings) checkKept() []*Problem {
	var found []*Problem
	if s.Lease != 0 && (s.Lease < minLease || s.Lease > maxLease) {
		found = append(found, &Problem{Path: "lease", Message: "must be from 1s to 24h"})
	}
	if message := badNetworks(s.Egress.Allow); message != "" {
		found = append(found, &Problem{Path: "egress.allow", Message: message})
	}
	if message := badURL(s.CallbackURL); s.CallbackURL != "" && message != "" {
		found = append(found, &Problem{Path: "callback_url", Message: message})
	}
	return found
}

var secretKey = regexp.MustCompile(`^[0-9a-fA-F]{64}([ ,]+[0-9a-fA-F]{64})*$`)

func badAddress(address string) string {
	_, port, err := net.SplitHostPort(address)
	if number, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || number > 65535 {
		return "must be an address and a port, such as 127.0.0.1:8080 or :8080"
	}
	return ""
}

func badURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "must be an address that begins with http:// or https://"
	}
	return ""
}

func badStore(address string) string {
	scheme, _, hasScheme := strings.Cut(address, "://")
	if !hasScheme || slices.Contains([]string{"postgres", "postgresql", "sqlite"}, scheme) {
		return ""
	}
	return "must be postgres://… or sqlite://…, or the path of an SQLite file; empty means SQLite in the data folder"
}

func badNetworks(networks []string) string {
	for _, network := range networks {
		if _, err := netip.ParsePrefix(network); err == nil {
			continue
		}
		if _, err := netip.ParseAddr(network); err != nil {
			return strconv.Quote(network) + " is no network; write 10.0.0.0/8, fd00::/8 or one address"
		}
	}
	return ""
}

func notOneOf(value string, allowed ...string) string {
	if slices.Contains(allowed, value) {
		return ""
	}
	return "must be one of " + strings.Join(allowed, ", ") + ", not " + strconv.Quote(value)
}
