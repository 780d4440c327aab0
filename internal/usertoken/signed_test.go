package usertoken

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

const secret = "0123456789abcdef0123456789abcdef"

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

// keys are made once: they are slow to make.
var (
	rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		return key
	})
	otherRSAKey = sync.OnceValue(func() *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		return key
	})
	ecKey = sync.OnceValue(func() *ecdsa.PrivateKey { return newECKey(elliptic.P256()) })
)

func newECKey(curve elliptic.Curve) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}

func publicPEM(key any) tenant.Secret {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		panic(err)
	}
	return tenant.Secret(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func sign(method jwt.SigningMethod, key any, header, claims map[string]any) string {
	token := jwt.NewWithClaims(method, jwt.MapClaims(claims))
	for name, value := range header {
		token.Header[name] = value
	}
	text, err := token.SignedString(key)
	if err != nil {
		panic(err)
	}
	return text
}

// claims are those of a good token, changed by pairs of a name and a value; a
// nil value takes the claim away.
func claims(changes ...any) map[string]any {
	all := map[string]any{"sub": "10001", "exp": noon.Add(time.Hour).Unix()}
	for i := 0; i < len(changes); i += 2 {
		if changes[i+1] == nil {
			delete(all, changes[i].(string))
			continue
		}
		all[changes[i].(string)] = changes[i+1]
	}
	return all
}

func signed(changes ...any) string {
	return sign(jwt.SigningMethodHS256, []byte(secret), nil, claims(changes...))
}

func appWith(rules tenant.JWT) tenant.App {
	return tenant.App{ID: "live", Uplus: &tenant.Uplus{Token: tenant.TokenRules{JWT: &rules}}}
}

func TestVerifySecret(t *testing.T) {
	t.Parallel()
	in := func(d time.Duration) int64 { return noon.Add(d).Unix() }
	named := tenant.JWT{Alg: "HS256", Key: secret, UserClaim: "uid", AdminClaim: "is_admin", Issuer: "us", Audience: "them"}
	for _, test := range []struct {
		name  string
		rules tenant.JWT
		token string
		want  Identity
		code  string // empty for a token that counts
	}{
		{name: "good", token: signed(), want: Identity{UserID: "10001"}},
		{name: "a number for the user", token: signed("sub", 10001), want: Identity{UserID: "10001"}},
		{name: "admin", token: signed("admin", true), want: Identity{"10001", true}},
		{name: "admin in words", token: signed("admin", "true"), want: Identity{"10001", true}},
		{name: "admin by number", token: signed("admin", 1), want: Identity{"10001", true}},
		{name: "no admin", token: signed("admin", false), want: Identity{UserID: "10001"}},
		{name: "no admin in words", token: signed("admin", "yes"), want: Identity{UserID: "10001"}},
		{name: "no admin by number", token: signed("admin", 2), want: Identity{UserID: "10001"}},
		{name: "no admin by list", token: signed("admin", []any{true}), want: Identity{UserID: "10001"}},
		{name: "a clock a little ahead", token: signed("nbf", in(20*time.Second), "iat", in(20*time.Second)), want: Identity{UserID: "10001"}},
		{name: "a fraction of a second left", token: signed("exp", float64(in(0))+1.5), want: Identity{UserID: "10001"}},
		{
			name: "our own claims", rules: named, want: Identity{"10001", true},
			token: signed("sub", "x", "uid", "10001", "admin", false, "is_admin", true, "iss", "us", "aud", []string{"others", "them"}),
		},
		{name: "a key in hex", rules: tenant.JWT{Alg: "HS256", Key: "hex:00ff"}, want: Identity{UserID: "10001"},
			token: sign(jwt.SigningMethodHS256, []byte{0, 255}, nil, claims())},

		{name: "missing", token: "", code: CodeMissing},
		{name: "no JWT", token: "abc", code: CodeBad},
		{name: "too long", token: strings.Repeat("x", maxToken+1), code: CodeBad},
		{name: "expired", token: signed("exp", in(-time.Hour)), code: CodeExpired},
		{name: "expired just now", token: signed("exp", in(0)), code: CodeExpired},
		{name: "no end", token: signed("exp", nil), code: CodeBad},
		{name: "an end in words", token: signed("exp", "tomorrow"), code: CodeBad},
		{name: "not yet", token: signed("nbf", in(time.Minute)), code: CodeBad},
		{name: "issued tomorrow", token: signed("iat", in(24*time.Hour)), code: CodeBad},
		{name: "another user", token: signed("sub", "10002"), code: CodeBad},
		{name: "no user", token: signed("sub", nil), code: CodeBad},
		{name: "an empty user", token: signed("sub", ""), code: CodeBad},
		{name: "a list of users", token: signed("sub", []string{"10001"}), code: CodeBad},
		{name: "a fraction for the user", token: signed("sub", 10001.5), code: CodeBad},
		{name: "another key", token: sign(jwt.SigningMethodHS256, []byte("another"), nil, claims()), code: CodeBad},
		{name: "no signature", token: signed()[:strings.LastIndexByte(signed(), '.')+1], code: CodeBad},
		{name: "none", token: sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, claims()), code: CodeBad},
		{name: "a sibling algorithm", token: sign(jwt.SigningMethodHS512, []byte(secret), nil, claims()), code: CodeBad},
		{name: "a demanded extension", token: sign(jwt.SigningMethodHS256, []byte(secret), map[string]any{"crit": []string{"b64"}}, claims()), code: CodeBad},
		{name: "another issuer", rules: named, token: signed("uid", "10001", "iss", "you", "aud", "them"), code: CodeBad},
		{name: "no issuer", rules: named, token: signed("uid", "10001", "aud", "them"), code: CodeBad},
		{name: "another audience", rules: named, token: signed("uid", "10001", "iss", "us", "aud", "me"), code: CodeBad},
		{name: "no audience", rules: named, token: signed("uid", "10001", "iss", "us"), code: CodeBad},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.rules.Alg == "" {
				test.rules = tenant.JWT{Alg: "HS256", Key: secret}
			}
			got, err := New(Options{Now: atNoon}).Verify(t.Context(), appWith(test.rules), test.token, "10001")
			if test.code == "" && (err != nil || got != test.want) {
				t.Errorf("Verify = %+v, %v; want %+v", got, err, test.want)
			}
			if test.code != "" && (!fault.Is(err, fault.Unauthenticated) || !fault.HasCode(err, test.code) || got != Identity{}) {
				t.Errorf("Verify = %+v, %v; want %s", got, err, test.code)
			}
		})
	}
}

func TestVerifyPublicKey(t *testing.T) {
	t.Parallel()
	pkcs1 := tenant.Secret(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&rsaKey().PublicKey)}))
	rs := tenant.JWT{Alg: "RS256", Key: publicPEM(&rsaKey().PublicKey)}
	es := tenant.JWT{Alg: "ES256", Key: publicPEM(&ecKey().PublicKey)}
	byRSA := sign(jwt.SigningMethodRS256, rsaKey(), nil, claims())
	byEC := sign(jwt.SigningMethodES256, ecKey(), nil, claims())
	for _, test := range []struct {
		name  string
		rules tenant.JWT
		token string
		good  bool
	}{
		{"RS256", rs, byRSA, true},
		{"RS256 by PKCS#1", tenant.JWT{Alg: "RS256", Key: pkcs1}, byRSA, true},
		{"ES256", es, byEC, true},
		{"another RSA key", rs, sign(jwt.SigningMethodRS256, otherRSAKey(), nil, claims()), false},
		{"another EC key", es, sign(jwt.SigningMethodES256, newECKey(elliptic.P256()), nil, claims()), false},
		{"RS256 for ES256", es, byRSA, false},
		{"ES256 for RS256", rs, byEC, false},
		{"PS256 for RS256", rs, sign(jwt.SigningMethodPS256, rsaKey(), nil, claims()), false},
		{"none for RS256", rs, sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, claims()), false},
		{"the public RSA key as a secret", rs, sign(jwt.SigningMethodHS256, []byte(rs.Key), nil, claims()), false},
		{"the public EC key as a secret", es, sign(jwt.SigningMethodHS256, []byte(es.Key), nil, claims()), false},
	} {
		who, err := New(Options{Now: atNoon}).Verify(t.Context(), appWith(test.rules), test.token, "10001")
		if test.good && (err != nil || who.UserID != "10001") {
			t.Errorf("%s: %+v, %v", test.name, who, err)
		}
		if !test.good && !fault.HasCode(err, CodeBad) {
			t.Errorf("%s: %+v, %v; want %s", test.name, who, err, CodeBad)
		}
	}
	// Rules that would let everybody sign are not used, even if nobody checked them.
	misplaced := tenant.JWT{Alg: "HS256", Key: rs.Key}
	token := sign(jwt.SigningMethodHS256, []byte(rs.Key), nil, claims())
	if who, err := New(Options{Now: atNoon}).Verify(t.Context(), appWith(misplaced), token, "10001"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a public key as the HS256 secret: %+v, %v; want Unavailable", who, err)
	}
}

func TestVerifyWithoutRules(t *testing.T) {
	t.Parallel()
	for _, app := range []tenant.App{{}, {Uplus: &tenant.Uplus{}}} {
		_, err := New(Options{}).Verify(t.Context(), app, signed(), "10001")
		if !fault.Is(err, fault.Unauthenticated) || !fault.HasCode(err, CodeNoRules) {
			t.Errorf("Verify = %v, want %s", err, CodeNoRules)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	rs, es := publicPEM(&rsaKey().PublicKey), publicPEM(&ecKey().PublicKey)
	private := tenant.Secret(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(rsaKey())}))
	asked := &tenant.Introspect{URL: "https://app.test/introspect"}
	for _, test := range []struct {
		name  string
		rules tenant.TokenRules
		field string // empty for good rules
	}{
		{"a secret", tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256", Key: "short"}}, ""},
		{"an RSA key", tenant.TokenRules{JWT: &tenant.JWT{Alg: "RS256", Key: rs}}, ""},
		{"an EC key", tenant.TokenRules{JWT: &tenant.JWT{Alg: "ES256", Key: es}}, ""},
		{"a key set", tenant.TokenRules{JWT: &tenant.JWT{Alg: "ES256", JWKSURL: "http://app.test/jwks"}}, ""},
		{"introspection", tenant.TokenRules{Introspect: asked}, ""},

		{"nothing", tenant.TokenRules{}, "token"},
		{"both", tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256", Key: "k"}, Introspect: asked}, "token"},
		{"no algorithm", tenant.TokenRules{JWT: &tenant.JWT{Key: "k"}}, "token.jwt.alg"},
		{"none", tenant.TokenRules{JWT: &tenant.JWT{Alg: "none", Key: "k"}}, "token.jwt.alg"},
		{"no key", tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256"}}, "token.jwt"},
		{"two keys", tenant.TokenRules{JWT: &tenant.JWT{Alg: "RS256", Key: rs, JWKSURL: "http://app.test"}}, "token.jwt"},
		{"an empty secret", tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256", Key: "hex:"}}, "token.jwt.key"},
		{"half a byte", tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256", Key: "hex:0"}}, "token.jwt.key"},
		{"a public key as a secret", tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256", Key: rs}}, "token.jwt.key"},
		{"a secret set", tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256", JWKSURL: "http://app.test"}}, "token.jwt.jwks_url"},
		{"no PEM", tenant.TokenRules{JWT: &tenant.JWT{Alg: "RS256", Key: "secret"}}, "token.jwt.key"},
		{"a private key", tenant.TokenRules{JWT: &tenant.JWT{Alg: "RS256", Key: private}}, "token.jwt.key"},
		{"an EC key for RSA", tenant.TokenRules{JWT: &tenant.JWT{Alg: "RS256", Key: es}}, "token.jwt.key"},
		{"an RSA key for EC", tenant.TokenRules{JWT: &tenant.JWT{Alg: "ES256", Key: rs}}, "token.jwt.key"},
		{"another curve", tenant.TokenRules{JWT: &tenant.JWT{Alg: "ES256", Key: publicPEM(&newECKey(elliptic.P384()).PublicKey)}}, "token.jwt.key"},
		{"a file of keys", tenant.TokenRules{JWT: &tenant.JWT{Alg: "RS256", JWKSURL: "file:///jwks"}}, "token.jwt.jwks_url"},
		{"no address", tenant.TokenRules{Introspect: &tenant.Introspect{}}, "token.introspect.url"},
	} {
		err := Check(test.rules)
		if test.field == "" && err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if test.field != "" && (!fault.Is(err, fault.Invalid) || fault.As(err).Field != test.field) {
			t.Errorf("%s: %v, want the field %s", test.name, err, test.field)
		}
	}
}

// Whatever is sent as a token, it counts only for the user whom a good one
// names, and never breaks anything.
func FuzzVerify(f *testing.F) {
	good := signed()
	part := base64.RawURLEncoding.EncodeToString
	for _, token := range []string{
		good, good + ".", "..", "", "a.b.c", signed("exp", 1e300), signed("sub", map[string]any{"a": 1}),
		part([]byte(`{"alg":"none"}`)) + "." + part([]byte(`{"sub":"10001","exp":9e9}`)) + ".",
		part([]byte(`{"alg":"HS256","kid":[1],"crit":{}}`)) + "." + part([]byte(`{"sub":"10001"}`)) + ".AAAA",
		sign(jwt.SigningMethodRS256, rsaKey(), map[string]any{"kid": "a"}, claims()),
	} {
		f.Add(token)
	}
	rules := []tenant.JWT{
		{Alg: "HS256", Key: secret}, {Alg: "RS256", Key: publicPEM(&rsaKey().PublicKey)}, {Alg: "ES256", Key: publicPEM(&ecKey().PublicKey)},
	}
	v := New(Options{Now: atNoon})
	f.Fuzz(func(t *testing.T, token string) {
		for _, rules := range rules {
			who, err := v.Verify(t.Context(), appWith(rules), token, "10001")
			if err == nil && who.UserID != "10001" || err != nil && !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("Verify(%q) by %s = %+v, %v", token, rules.Alg, who, err)
			}
		}
	})
}
