package config

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDefaultIsAllowed(t *testing.T) {
	t.Parallel()
	if problems := Default().Check(); len(problems) > 0 {
		t.Error(Join(problems))
	}
}

func TestLaterAssignmentsWin(t *testing.T) {
	t.Parallel()
	settings := Default()
	given := Environment(func(name string) (string, bool) {
		value, set := map[string]string{
			"XIEZHI_LISTEN": ":1", "XIEZHI_EGRESS_ALLOW": "10.0.0.0/8, ::1", "XIEZHI_LEASE": "5m", "XIEZHI_DATA": "",
		}[name]
		return value, set
	})
	given = append(given, Assignment{Key: "listen", Value: ":2", Origin: "--listen"})
	if err := settings.Assign(given); err != nil {
		t.Fatal(err)
	}
	if settings.Listen != ":2" || settings.Lease != 5*time.Minute || settings.Data != "./data" ||
		!slices.Equal(settings.Egress.Allow, []string{"10.0.0.0/8", "::1"}) {
		t.Errorf("got %+v", settings)
	}
}

func TestAssignNamesTheOrigin(t *testing.T) {
	t.Parallel()
	settings := Default()
	err := settings.Assign([]Assignment{{Key: "lease", Value: "soon", Origin: "XIEZHI_LEASE"}})
	if err == nil || !strings.Contains(err.Error(), `XIEZHI_LEASE: must be a length of time with its unit`) {
		t.Errorf("got %v", err)
	}
}

func TestEverySettingHasAVariable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, key := range Keys() {
		name := Variable(key)
		if seen[name] || strings.ToUpper(name) != name || !strings.HasPrefix(name, "XIEZHI_") {
			t.Errorf("%s has the variable %s", key, name)
		}
		seen[name] = true
	}
	if !seen["XIEZHI_EGRESS_ALLOW"] || !seen["XIEZHI_LISTEN"] {
		t.Errorf("got %v", seen)
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct{ key, value, path, want string }{
		{"listen", "8080", "listen", "127.0.0.1:8080"},
		{"listen", "127.0.0.1:99999", "listen", "127.0.0.1:8080"},
		{"admin_listen", "x", "admin_listen", "127.0.0.1:8080"},
		{"public_url", "ftp://x", "public_url", "http"},
		{"tls_cert", "a.pem", "tls_cert", "tls_key"},
		{"trusted_proxies", "10.0.0.0/99", "trusted_proxies", "10.0.0.0/8"},
		{"store", "mysql://x", "store", "postgres://"},
		{"secret_key", "abc", "secret_key", "64 hex digits"},
		{"cluster_listen", "6222", "cluster_listen", "127.0.0.1:8080"},
		{"nats", "http://x", "nats", "nats://"},
		{"nats", "nats://a:1,b", "nats", "nats://"},
		{"log_level", "loud", "log_level", "debug, info, warn, error"},
		{"log_format", "xml", "log_format", "text, json"},
		{"lease", "1ms", "lease", "1s to 24h"},
		{"lease", "-5m", "lease", "1s to 24h"},
		{"egress.allow", "everything", "egress.allow", "10.0.0.0/8"},
		{"callback_url", "javascript:x", "callback_url", "http"},
	}
	for _, c := range cases {
		t.Run(c.key+" "+c.value, func(t *testing.T) {
			t.Parallel()
			settings := Default()
			if err := settings.Assign([]Assignment{{Key: c.key, Value: c.value, Origin: "test"}}); err != nil {
				t.Fatal(err)
			}
			problems := settings.Check()
			if len(problems) != 1 || problems[0].Path != c.path || !strings.Contains(problems[0].Message, c.want) {
				t.Errorf("got %v", Join(problems))
			}
		})
	}
}

func TestABucketIsWholeOrNone(t *testing.T) {
	t.Parallel()
	whole := Bucket{Endpoint: "https://s3.example.com:9000", Name: "evidence", AccessKey: "key", SecretKey: "secret", PathStyle: true, Prefix: "a/b"}
	for path, alter := range map[string]func(*Bucket){
		"":                  func(*Bucket) {},
		"bucket.endpoint":   func(b *Bucket) { b.Endpoint = "https://s3.example.com/evidence" },
		"bucket.name":       func(b *Bucket) { b.Name = "" },
		"bucket.access_key": func(b *Bucket) { b.AccessKey = "" },
		"bucket.secret_key": func(b *Bucket) { b.SecretKey = "" },
	} {
		settings := Default()
		settings.Bucket = whole
		alter(&settings.Bucket)
		problems := settings.Check()
		if path == "" && len(problems) > 0 || path != "" && (len(problems) != 1 || problems[0].Path != path) {
			t.Errorf("%s: %v", path, Join(problems))
		}
	}
	settings := Default()
	if err := settings.Assign([]Assignment{{Key: "bucket.path_style", Value: "true", Origin: Variable("bucket.path_style")}}); err != nil || !settings.Bucket.PathStyle {
		t.Errorf("%v", err)
	}
	if problems := settings.Check(); len(problems) != 4 {
		t.Errorf("a bucket of nothing but a style: %v", Join(problems))
	}
}
