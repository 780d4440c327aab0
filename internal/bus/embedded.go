package bus

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// startWithin is how long the server may take to start.
const startWithin = 5 * time.Second

// joinAgain is how soon this process comes back to its own server, which sends
// it away where its routes change.
const joinAgain = time.Millisecond

// overhead is more than a sealed hint is larger than its data.
const overhead = 256

// embedded is a NATS in this process, which takes no clients but ours.
type embedded struct {
	client
	server    *server.Server
	options   *server.Options // as the server has completed them: what differs from them is changed
	advertise string
	routes    []string
}

// listen starts a NATS in this process and connects to it.
func listen(o Options, prefix string, keys *ring, hear func(string, []byte)) (line, error) {
	options, err := serverOptions(o, keys)
	if err != nil {
		return nil, err
	}
	started, err := server.NewServer(options)
	if err != nil {
		return nil, err
	}
	started.SetLoggerV2(quietly{o.Log}, false, false, false)
	started.Start()
	e := &embedded{server: started, options: options}
	if err := e.join(o, prefix, hear); err != nil {
		started.Shutdown()
		return nil, err
	}
	return e, nil
}

// join connects to the server once it is started.
func (e *embedded) join(o Options, prefix string, hear func(string, []byte)) (err error) {
	if !e.server.ReadyForConnections(startWithin) {
		return errors.New("cannot listen at " + net.JoinHostPort(e.options.Cluster.Host, strconv.Itoa(max(0, e.options.Cluster.Port))))
	}
	e.advertise = advertised(o, e.server.ClusterAddr())
	own, _ := e.options.CustomClientAuthentication.(ownClient)
	e.conn, err = connect("", prefix, hear, nats.InProcessServer(e.server), nats.ReconnectWait(joinAgain), nats.UserInfo("xiezhi", string(own)))
	return err
}

func serverOptions(o Options, keys *ring) (*server.Options, error) {
	host, port := hostOf(o).String(), -1
	if o.Listen != "" {
		given, number, err := net.SplitHostPort(o.Listen)
		if err != nil {
			return nil, err
		}
		if host = given; number != "0" {
			if port, err = strconv.Atoi(number); err != nil {
				return nil, err
			}
		}
	}
	// It takes no other nodes unless it takes clients: they need a password that
	// nobody knows but us.
	return &server.Options{
		Host: "127.0.0.1", Port: -1, CustomClientAuthentication: ownClient(rand.Text()),
		ServerName: newNodeID().String(), NoSigs: true, NoSystemAccount: true, MaxPayload: MaxData + overhead,
		Cluster: server.ClusterOpts{
			Name: o.Name, Host: host, Port: port, Advertise: o.Advertise,
			PoolSize:  -1, // one connection, so that what a node sends stays in order
			TLSConfig: keys.routeTLS(), TLSTimeout: dialWithin.Seconds(), PingInterval: pingEvery, MaxPingsOut: pingsOut,
		},
	}, nil
}

// ownClient is the password of this process at its own server.
type ownClient string

// Check implements server.Authentication. It is asked before whatever else the
// server would let in.
func (own ownClient) Check(c server.ClientAuthentication) bool {
	return subtle.ConstantTimeCompare([]byte(c.GetOpts().Password), []byte(own)) == 1
}

// hostOf is this machine's address as others reach it.
func hostOf(o Options) netip.Addr {
	if host := o.Host(); host.IsValid() {
		return host.Unmap()
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}

// advertised is by what address others reach what is bound.
func advertised(o Options, bound *net.TCPAddr) string {
	port := strconv.Itoa(bound.Port)
	if o.Advertise == "" {
		host, _, _ := net.SplitHostPort(o.Listen) // Listen was read before
		if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
			host = hostOf(o).String()
		}
		return net.JoinHostPort(host, port)
	}
	host, given, err := net.SplitHostPort(o.Advertise)
	if err != nil {
		host, given = o.Advertise, ""
	}
	return net.JoinHostPort(host, cmp.Or(given, port))
}

func (e *embedded) address() string { return e.advertise }

// follow has the server keep a route to each of the addresses.
func (e *embedded) follow(addresses []string) error {
	if slices.Equal(addresses, e.routes) {
		return nil
	}
	changed := e.options.Clone()
	changed.Routes = nil
	for _, address := range addresses {
		changed.Routes = append(changed.Routes, &url.URL{Scheme: "nats-route", Host: address})
	}
	if err := e.server.ReloadOptions(changed); err != nil {
		return err
	}
	e.options, e.routes = changed, addresses
	return nil
}

func (e *embedded) close(ctx context.Context) {
	e.client.close(ctx)
	e.server.Shutdown()
	e.server.WaitForShutdown()
}
