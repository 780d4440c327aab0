package egress

import (
	"net/netip"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	client := New(Options{Resolver: resolver(t, answers("inside.test", "10.1.2.3", "127.0.0.1"))})
	for _, address := range []string{
		// other schemes and shapes
		"", "://", "callback", "/callback", "//example.com/x", "ftp://example.com", "file:///etc/passwd",
		"javascript:alert(1)", "data:text/plain,x", "gopher://example.com", "unix:///run/x.sock", "http:example.com",
		"http://", "http:///path", "http://:80/", "http://user@example.com", "http://user:secret@example.com/",
		"http://exa mple.com", "http://%31%32%37.0.0.1/",
		// loopback, however it is written
		"http://127.0.0.1", "http://127.0.0.1:8080/x", "http://127.1.2.3", "http://127.1", "http://127.0.1", "http://2130706433",
		"http://0x7f.1", "http://0X7F000001", "http://0x7f.0.0.1", "http://0177.0.0.1", "http://017700000001", "http://127.0.0.1.",
		"http://127.0.0.0x1", "http://0x", "http://１２７.0.0.1", "http://①②⑦.⓪.⓪.①", "http://127。0。0。1",
		"http://[::1]", "http://[0:0:0:0:0:0:0:1]:80", "http://[::ffff:127.0.0.1]", "http://[::ffff:7f00:1]", "http://[::127.0.0.1]",
		"http://[::1%25lo]", "http://0", "http://0.0.0.0", "http://[::]", "http://1", "http://4294967297",
		// link-local, private, shared and special networks
		"http://169.254.169.254/latest/meta-data/", "http://[fe80::1]", "http://[fe80::1%25eth0]", "http://[fec0::1]",
		"http://10.0.0.1", "http://172.16.0.1", "http://172.31.255.255", "http://192.168.1.1", "http://[fd00:ec2::254]",
		"http://100.100.100.200", "http://100.64.0.1", "http://192.0.0.192", "http://168.63.129.16", "http://192.0.2.1",
		"http://198.51.100.7", "http://203.0.113.9", "http://198.18.0.1", "http://198.19.255.255", "http://192.88.99.1",
		"http://224.0.0.1", "http://239.255.255.250", "http://[ff02::1]", "http://255.255.255.255", "http://240.0.0.1",
		"http://[2001:db8::1]", "http://[3fff::1]", "http://[2001:2::1]", "http://[100::1]", "http://[4000::1]",
		// IPv4 carried inside IPv6
		"http://[64:ff9b::7f00:1]", "http://[64:ff9b::10.0.0.1]", "http://[64:ff9b:1::808:808]", "http://[2002:7f00:1::]",
		"http://[2002:a9fe:a9fe::1]", "http://[2001:0:808:808::f5ff:fffe]", "http://[::ffff:0:127.0.0.1]",
		"http://[2600::5efe:7f00:1]", "http://[2600::200:5efe:10.0.0.1]",
		// names
		"http://inside.test/callback",
	} {
		if err := client.Check(t.Context(), address); !fault.HasCode(err, CodeRefused) || !fault.Is(err, fault.Forbidden) {
			t.Errorf("Check(%q) = %v, want a Forbidden fault with %s", address, err, CodeRefused)
		}
	}
}

func TestCheckPermits(t *testing.T) {
	t.Parallel()
	client := New(Options{
		Allow:    []netip.Prefix{netip.MustParsePrefix("10.9.0.0/16"), netip.MustParsePrefix("::ffff:127.0.0.0/104")},
		Resolver: resolver(t, answers("mixed.test", "10.1.2.3", "93.184.216.34"), answers("cafe.test", "1.0xcafe")),
	})
	for _, address := range []string{
		"http://8.8.8.8", "HTTPS://1.1.1.1:8443/callback?x=1#y", "https://[2606:4700::1111]/",
		"http://[64:ff9b::808:808]", "http://[2002:808:808::1]", "http://[::ffff:8.8.8.8]",
		"http://10.9.3.4/x", "http://[::ffff:10.9.3.4]", "http://127.0.0.1:9100", "http://[64:ff9b::10.9.0.1]",
		"http://172.15.255.255", "http://172.32.0.0", "http://100.128.0.1", "http://128.0.0.1",
		"http://mixed.test/", "http://resolves-to-nothing.test/", "http://under_score.test", "http://例子.测试/", "http://0xyz.0xfg/",
	} {
		if err := client.Check(t.Context(), address); err != nil {
			t.Errorf("Check(%q) = %v, want nil", address, err)
		}
	}
}
