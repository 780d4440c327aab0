package egress

import (
	"net/netip"
	"testing"
)

func TestSetAllowTakesEffect(t *testing.T) {
	t.Parallel()
	c := New(Options{})
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for _, allow := range [][]netip.Prefix{nil, loopback, nil} {
		c.SetAllow(allow)
		if err := c.Check(t.Context(), "http://127.0.0.1/"); (err == nil) != (allow != nil) {
			t.Errorf("allow %v: %v", allow, err)
		}
	}
}
