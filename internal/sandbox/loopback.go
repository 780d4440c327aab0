package sandbox

import (
	"net"
	"net/url"
	"syscall"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// checkListen refuses an address that others could reach.
func checkListen(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fault.Field("listen", "%q is no host:port", address)
	}
	if !isLoopback(host) {
		return fault.Field("listen", "the sandbox listens on loopback only, not on %q", host)
	}
	return nil
}

// checkTarget refuses a server that is not on this machine: the sandbox makes
// noise, and nobody else shall get it.
func checkTarget(target string) error {
	parsed, err := url.Parse(target)
	switch {
	case err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https"):
		return fault.Field("target", "must be an http(s) address")
	case !isLoopback(parsed.Hostname()):
		return fault.Field("target", "the sandbox reports to loopback only, not to %q", parsed.Hostname())
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// dialLoopback is a net.Dialer's Control: what the name resolved to counts.
func dialLoopback(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !isLoopback(host) {
		return fault.Field("target", "the sandbox dials loopback only, not %q", address)
	}
	return nil
}
