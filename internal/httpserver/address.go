package httpserver

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// ClientAddress is the address a request comes from: the peer's, or – where
// the peer is a trusted proxy – the last entry of X-Forwarded-For that is not
// a trusted proxy itself. It has no port.
func ClientAddress(r *http.Request) string {
	if n, ok := r.Context().Value(noteKey{}).(*note); ok {
		return n.client
	}
	return clientAddress(r, nil)
}

// fromProxy reports whether the request's peer is a trusted proxy.
func fromProxy(r *http.Request, trusted []netip.Prefix) bool {
	if len(trusted) == 0 {
		return false
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && contains(trusted, plain(peer.Addr()))
}

func clientAddress(r *http.Request, trusted []netip.Prefix) string {
	peer := r.RemoteAddr
	if host, _, err := net.SplitHostPort(peer); err == nil {
		peer = host
	}
	address, err := netip.ParseAddr(peer)
	if err != nil {
		return peer
	}
	address = plain(address)
	if len(trusted) == 0 {
		return address.String()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && contains(trusted, address); i-- {
		hop, ok := parseHop(hops[i])
		if !ok {
			break // whoever wrote this is not to be believed about those before
		}
		address = hop
	}
	return address.String()
}

// parseHop reads an entry of X-Forwarded-For, which some proxies write with a
// port.
func parseHop(entry string) (netip.Addr, bool) {
	entry = strings.TrimSpace(entry)
	if withPort, err := netip.ParseAddrPort(entry); err == nil {
		return plain(withPort.Addr()), true
	}
	address, err := netip.ParseAddr(strings.Trim(entry, "[]"))
	return plain(address), err == nil
}

// plain is an address without zone, an IPv4 one in its own form.
func plain(address netip.Addr) netip.Addr { return address.Unmap().WithZone("") }

func contains(networks []netip.Prefix, address netip.Addr) bool {
	for _, network := range networks {
		if network.Contains(address) {
			return true
		}
	}
	return false
}
