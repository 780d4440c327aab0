package httpserver

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestClientAddress(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	cases := []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"no proxy", "203.0.113.9:4711", nil, "203.0.113.9"},
		{"a stranger's claim", "203.0.113.9:4711", []string{"1.2.3.4"}, "203.0.113.9"},
		{"one proxy", "10.0.0.1:80", []string{"198.51.100.7"}, "198.51.100.7"},
		{"the client's own entry is not believed", "10.0.0.1:80", []string{"1.2.3.4, 198.51.100.7"}, "198.51.100.7"},
		{"two proxies", "10.0.0.1:80", []string{"1.2.3.4, 198.51.100.7, 10.0.0.2"}, "198.51.100.7"},
		{"two headers", "10.0.0.1:80", []string{"1.2.3.4", "198.51.100.7"}, "198.51.100.7"},
		{"only proxies", "10.0.0.1:80", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"proxy without header", "10.0.0.1:80", nil, "10.0.0.1"},
		{"nonsense", "10.0.0.1:80", []string{"1.2.3.4, unknown"}, "10.0.0.1"},
		{"nonsense further back", "10.0.0.1:80", []string{"<script>, 10.0.0.2"}, "10.0.0.2"},
		{"with port", "10.0.0.1:80", []string{"198.51.100.7:5000"}, "198.51.100.7"},
		{"IPv6", "[fd00::1]:80", []string{"[2001:db8::7]"}, "2001:db8::7"},
		{"IPv6 with port", "[fd00::1]:80", []string{"[2001:db8::7]:99"}, "2001:db8::7"},
		{"mapped", "[::ffff:10.0.0.1]:80", []string{"198.51.100.7"}, "198.51.100.7"},
		{"no address at all", "@", []string{"198.51.100.7"}, "@"},
	}
	for _, c := range cases {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.peer
		for _, value := range c.forwarded {
			r.Header.Add("X-Forwarded-For", value)
		}
		if got := clientAddress(r, trusted); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Forwarded-For", "1.2.3.4")
	if got := ClientAddress(r); got != "192.0.2.1" {
		t.Errorf("outside a server: %q", got)
	}
}
