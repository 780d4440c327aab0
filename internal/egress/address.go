package egress

import (
	"context"
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// CodeRefused is the stable code of an address that may not be called.
const CodeRefused = "address_refused"

// lookupTimeout bounds the look-up of a configuration-time check.
const lookupTimeout = 5 * time.Second

func refused(message string, cause error) *fault.Error {
	return &fault.Error{Kind: fault.Forbidden, Code: CodeRefused, Message: message, Cause: cause}
}

// Check tells at configuration time whether an address could be called. It
// returns a Forbidden fault with CodeRefused where it could not. A name that
// does not resolve now is no error: it may later, and is checked again then.
func (c *Client) Check(ctx context.Context, rawURL string) error {
	address, err := url.Parse(rawURL)
	if err != nil {
		return refused("this is no address", unquoted(err))
	}
	if err := c.checkURL(address); err != nil {
		return err
	}
	if _, err := netip.ParseAddr(address.Hostname()); err == nil {
		return nil // checkURL looked at it
	}
	return c.checkName(ctx, address.Hostname())
}

// unquoted drops the address from url.Parse's error: it may hold a secret.
func unquoted(err error) error {
	var parsing *url.Error
	if errors.As(err, &parsing) {
		return parsing.Err
	}
	return err
}

// checkURL refuses what can be seen to be wrong without a look-up.
func (c *Client) checkURL(address *url.URL) error {
	switch {
	case address.Scheme != "http" && address.Scheme != "https":
		return refused("only http and https addresses are called", nil)
	case address.User != nil:
		return refused("an address must not carry a user name or password", nil)
	case address.Opaque != "" || address.Hostname() == "":
		return refused("the address names no host", nil)
	}
	return c.checkHost(address.Hostname())
}

// checkHost refuses literal addresses that lead inside, and every spelling of
// a literal address but the usual one: what 0x7f.1 means depends on who reads.
func (c *Client) checkHost(host string) error {
	if addr, err := netip.ParseAddr(host); err == nil {
		if err := c.policy.Load().refuses(addr); err != nil {
			return refused("the address leads to a network that may not be called", err)
		}
		return nil
	}
	name, err := idna.Lookup.ToASCII(host) // as net/http will, which makes １２７ out of full-width digits
	if err != nil {
		name = host // ASCII that IDNA dislikes, such as an underscore, is still looked up
	}
	if endsInNumber(name) {
		return refused("an IP address must be written in its usual form", nil)
	}
	return nil
}

// endsInNumber reports whether URL parsers would read a host as an IPv4
// address: its last part is a number in decimal, octal or hexadecimal.
func endsInNumber(host string) bool {
	host = strings.TrimRight(host, ".")
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last != "" && strings.Trim(last, "0123456789") == "" {
		return true
	}
	digits, hex := strings.CutPrefix(strings.ToLower(last), "0x")
	if !hex {
		return false
	}
	_, err := strconv.ParseUint(digits, 16, 64)
	return digits == "" || err == nil || errors.Is(err, strconv.ErrRange)
}

// checkName refuses a name all of whose addresses are refused.
func (c *Client) checkName(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	addrs, err := c.resolver.LookupNetIP(ctx, "ip", name)
	if err != nil {
		return nil
	}
	var why error
	for _, addr := range addrs {
		if why = c.policy.Load().refuses(addr); why == nil {
			return nil
		}
	}
	if why == nil {
		return nil
	}
	return refused("the name leads to a network that may not be called", why)
}
