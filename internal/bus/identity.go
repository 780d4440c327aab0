package bus

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/big"
	"time"
)

// identity is that of every node that has a secret: a certificate whose key is
// derived from it. Who shows it in a handshake has the secret; nothing of it
// goes over the wire, as a password would to whoever answers at an address.
type identity struct {
	public      ed25519.PublicKey
	certificate tls.Certificate
}

func newIdentity(seed []byte) identity {
	private := ed25519.NewKeyFromSeed(seed)
	public := private.Public().(ed25519.PublicKey)
	// Only the key counts: the dates are those that no clock contradicts.
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		panic(err) // nothing of it comes from outside
	}
	return identity{public, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private}}
}

var errStranger = errors.New("a stranger: it does not have the secret key")

// routeTLS is how nodes talk to each other: both ends show that they have one of
// the secrets.
func (r *ring) routeTLS() *tls.Config {
	return &tls.Config{
		MinVersion:             tls.VersionTLS13,
		ClientAuth:             tls.RequireAnyClientCert,
		InsecureSkipVerify:     true, //nolint:gosec // no authority and no host name counts, but the key; see VerifyConnection
		VerifyConnection:       r.verify,
		SessionTicketsDisabled: true,
		GetCertificate:         func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return r.certificate(), nil },
		GetClientCertificate:   func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return r.certificate(), nil },
	}
}

func (r *ring) certificate() *tls.Certificate { return &r.all()[0].route.certificate }

// verify refuses who does not have one of the secrets.
func (r *ring) verify(state tls.ConnectionState) error {
	if len(state.PeerCertificates) == 0 {
		return errStranger
	}
	shown, ok := state.PeerCertificates[0].PublicKey.(ed25519.PublicKey)
	for _, k := range r.all() {
		if ok && subtle.ConstantTimeCompare(shown, k.route.public) == 1 {
			return nil
		}
	}
	return errStranger
}
