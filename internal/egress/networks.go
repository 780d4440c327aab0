package egress

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
)

// network is a part of the address space that is nobody's public server.
type network struct {
	prefix netip.Prefix
	what   string
}

func refuse(prefix, what string) network { return network{netip.MustParsePrefix(prefix), what} }

// inside lists what is refused unless the operator allowed it: the special
// ranges of RFC 6890 and its registries, and the clouds' own addresses that
// lie in public ranges. Later lines may overlap earlier ones; the first that
// matches gives the reason.
var inside = []network{
	refuse("0.0.0.0/8", "unspecified"),
	refuse("10.0.0.0/8", "private"),
	refuse("100.64.0.0/10", "carrier-grade NAT"),
	refuse("127.0.0.0/8", "loopback"),
	refuse("169.254.0.0/16", "link-local (cloud metadata)"),
	refuse("168.63.129.16/32", "cloud metadata"),
	refuse("172.16.0.0/12", "private"),
	refuse("192.0.0.0/24", "reserved for protocols"),
	refuse("192.0.2.0/24", "documentation"),
	refuse("192.88.99.0/24", "6to4 relay"),
	refuse("192.168.0.0/16", "private"),
	refuse("198.18.0.0/15", "benchmark"),
	refuse("198.51.100.0/24", "documentation"),
	refuse("203.0.113.0/24", "documentation"),
	refuse("224.0.0.0/4", "multicast"),
	refuse("255.255.255.255/32", "broadcast"),
	refuse("240.0.0.0/4", "reserved"),

	refuse("::/128", "unspecified"),
	refuse("::1/128", "loopback"),
	refuse("fc00::/7", "private"),
	refuse("fe80::/10", "link-local"),
	refuse("fec0::/10", "site-local"),
	refuse("ff00::/8", "multicast"),
	refuse("2001::/32", "Teredo"),
	refuse("2001::/23", "reserved for protocols"),
	refuse("2001:db8::/32", "documentation"),
	refuse("3fff::/20", "documentation"),
}

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")     // all of IPv6 that is given out
	nat64         = netip.MustParsePrefix("64:ff9b::/96") // IPv4 in the last 4 bytes
	sixToFour     = netip.MustParsePrefix("2002::/16")    // IPv4 in bytes 2 to 5
	isatap        = [2]uint32{0x0000_5efe, 0x0200_5efe}   // bytes 8 to 11; IPv4 after them
)

// policy says which addresses may be called.
type policy struct{ allow []netip.Prefix }

func newPolicy(allow []netip.Prefix) policy {
	own := make([]netip.Prefix, len(allow))
	for i, prefix := range allow {
		own[i] = plain(prefix)
	}
	return policy{allow: own}
}

// plain turns an IPv4 network that is written in IPv6 (::ffff:10.0.0.0/104)
// into an IPv4 network, because addresses are compared in that form.
func plain(prefix netip.Prefix) netip.Prefix {
	if prefix.Addr().Is4In6() && prefix.Bits() >= 96 {
		return netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96)
	}
	return prefix
}

// refuses returns why an address may not be called, or nil.
func (p policy) refuses(addr netip.Addr) error {
	if addr.Zone() != "" { // means a link of this machine, and hides from Contains
		return fmt.Errorf("%s names a network interface", addr)
	}
	addr = addr.Unmap()
	if p.allows(addr) {
		return nil
	}
	for _, network := range inside {
		if network.prefix.Contains(addr) {
			return fmt.Errorf("%s is %s", addr, network.what)
		}
	}
	if addr.Is6() && !globalUnicast.Contains(addr) && !nat64.Contains(addr) {
		return fmt.Errorf("%s is not a public address", addr)
	}
	if within, found := embedded(addr); found {
		return p.refuses(within)
	}
	return nil
}

func (p policy) allows(addr netip.Addr) bool {
	return slices.ContainsFunc(p.allow, func(prefix netip.Prefix) bool { return prefix.Contains(addr) })
}

// embedded is the IPv4 address that a translator or tunnel would take out of
// an IPv6 address.
func embedded(addr netip.Addr) (within netip.Addr, found bool) {
	if !addr.Is6() {
		return netip.Addr{}, false
	}
	raw := addr.As16()
	switch {
	case nat64.Contains(addr), slices.Contains(isatap[:], binary.BigEndian.Uint32(raw[8:12])):
		return netip.AddrFrom4([4]byte(raw[12:16])), true
	case sixToFour.Contains(addr):
		return netip.AddrFrom4([4]byte(raw[2:6])), true
	}
	return netip.Addr{}, false
}
