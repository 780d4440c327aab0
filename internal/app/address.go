package app

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

func listenError(err error) error {
	if strings.Contains(err.Error(), "address already in use") {
		return fmt.Errorf("%w; another program listens there: choose another address with --listen", err)
	}
	return err
}

// warnAboutOpenness says what others on the network could see or do.
func (a *App) warnAboutOpenness() {
	if a.own.TLSCert == "" && !isLoopback(a.server.Addr()) {
		a.log.Warn("passwords and reports travel unencrypted: set tls_cert and tls_key, or put a TLS proxy in front", "listen", a.server.Addr())
	}
	if admin := a.server.AdminAddr(); admin != "" && !isLoopback(admin) {
		a.log.Warn("metrics and pprof are open to whoever reaches this address", "admin_listen", admin)
	}
}

// isLoopback reports whether only this machine reaches the address.
func isLoopback(address string) bool {
	bound, err := netip.ParseAddrPort(address)
	return err == nil && bound.Addr().Unmap().IsLoopback()
}

// URL is how people reach the server, once it is started.
func (a *App) URL() string {
	if a.own.PublicURL != "" {
		return strings.TrimRight(a.own.PublicURL, "/")
	}
	address := a.server.Addr()
	if host, port, err := net.SplitHostPort(address); err == nil && net.ParseIP(host).IsUnspecified() {
		address = net.JoinHostPort("localhost", port)
	}
	scheme := "http"
	if a.own.TLSCert != "" {
		scheme = "https"
	}
	return scheme + "://" + address
}

// SetUpLink is where the first administrator can be made, once; empty where
// somebody has an account. Each call voids the link of the call before.
func (a *App) SetUpLink(ctx context.Context) (string, error) {
	token, needed, err := a.staff.OpenSetUp(ctx)
	if err != nil || !needed {
		return "", err
	}
	return a.URL() + "/console/setup?token=" + url.QueryEscape(token), nil
}
