package config

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/period"
)

// Settings are what a server process needs to know. Each is a key of the file,
// an environment variable (Variable) and, the common ones, a flag. Lease,
// Egress, CallbackURL and Retention are kept in the store by apply; in the environment
// they override for one process what is kept there.
type Settings struct {
	Listen         string   `yaml:"listen"`          // address of the main listener
	AdminListen    string   `yaml:"admin_listen"`    // address of metrics and pprof; empty for none
	PublicURL      string   `yaml:"public_url"`      // how people reach the server; empty means by Listen
	TLSCert        string   `yaml:"tls_cert"`        // PEM file; with TLSKey the main listener speaks TLS
	TLSKey         string   `yaml:"tls_key"`         // PEM file
	TrustedProxies []string `yaml:"trusted_proxies"` // networks whose X-Forwarded-For is believed

	Data          string `yaml:"data"`            // folder of everything kept in files
	Store         string `yaml:"store"`           // postgres://… ; empty means SQLite under Data
	SecretKey     string `yaml:"secret_key"`      // seals credentials: 64 hex digits; empty means SecretKeyFile
	SecretKeyFile string `yaml:"secret_key_file"` // empty means secret.key under Data, made at first start

	ClusterListen    string `yaml:"cluster_listen"`    // where other nodes on the store reach this one; empty means a free port, see docs/operations.md
	ClusterAdvertise string `yaml:"cluster_advertise"` // by what address they do; empty means as ClusterListen says
	NATS             string `yaml:"nats"`              // nats://… that nodes talk over; empty means among themselves

	Bucket Bucket `yaml:"bucket"` // of copies of evidence; empty means files under Data

	Trace Trace `yaml:"trace"`

	PushConnections int `yaml:"push_connections"` // of users' devices at a time; 0 means 20,000

	// DrainDelay is how long a server that is told to stop goes on serving, not
	// ready, until its balancers have seen it; nil means 5 s on PostgreSQL, where
	// there may be other nodes, and not at all on SQLite.
	DrainDelay *time.Duration `yaml:"drain_delay"`

	LogLevel  string `yaml:"log_level"`  // debug, info, warn or error
	LogFormat string `yaml:"log_format"` // text or json

	Lease       time.Duration `yaml:"lease"` // how long a claimed case stays with its reviewer; 0 means unsaid
	Egress      Egress        `yaml:"egress"`
	CallbackURL string        `yaml:"callback_url"` // yunjing's global callback
	Retention   Retention     `yaml:"retention"`    // of apps that do not say themselves
}

// Retention is how long what is kept is kept; 0 means unsaid.
type Retention struct {
	Messages period.Period `yaml:"messages" json:"messages"`
	Evidence period.Period `yaml:"evidence" json:"evidence"`
	Reports  period.Period `yaml:"reports" json:"reports"`
	Calls    period.Period `yaml:"calls" json:"calls"`
}

// Egress says where addresses that others gave us may lead.
type Egress struct {
	Allow []string `yaml:"allow"` // networks that are reachable though they are not public
}

// Bucket is the operator's own S3-compatible one.
type Bucket struct {
	Endpoint  string `yaml:"endpoint"` // http(s)://host[:port]; empty: there is none
	Region    string `yaml:"region"`   // empty means us-east-1
	Name      string `yaml:"name"`
	AccessKey string `yaml:"access_key"`
	SecretKey string `yaml:"secret_key"`
	PathStyle bool   `yaml:"path_style"` // the name stands in the path, not before the host
	Prefix    string `yaml:"prefix"`     // of every name in it
}

// Trace says where spans go, and which.
type Trace struct {
	Endpoint    string  `yaml:"endpoint"`     // http(s)://host[:port][/path] of an OTLP/HTTP receiver; empty: as OTEL_EXPORTER_OTLP_ENDPOINT says
	Sample      float64 `yaml:"sample"`       // the part of the traces beginning here that is recorded, 0 to 1
	ServiceName string  `yaml:"service_name"` // empty: as OTEL_SERVICE_NAME says, else xiezhi
	Accept      bool    `yaml:"accept"`       // go on with anybody's traceparent, not with trusted proxies' only
	Inside      bool    `yaml:"inside"`       // deliveries carry no traceparent
}

// defaultSample is one trace in a hundred.
const defaultSample = 0.01

// Default is a working embedded server.
func Default() Settings {
	return Settings{Listen: "127.0.0.1:8080", Data: "./data", LogLevel: "info", LogFormat: "text", Trace: Trace{Sample: defaultSample}}
}
