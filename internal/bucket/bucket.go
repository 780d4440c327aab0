package bucket

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Options say where the bucket is. Endpoint, Name and the keys are required.
type Options struct {
	Endpoint  string // http(s)://host[:port], without a path
	Region    string // empty means us-east-1, which those take that know no regions
	Name      string
	AccessKey string
	SecretKey string
	PathStyle bool   // the bucket's name stands in the path, not before the host
	Prefix    string // of every name in the bucket

	Quiet time.Duration // the longest silence of the other side; 0 means 20 s
}

// How long the parts of a request may take besides what Quiet bounds.
const (
	dialTime   = 5 * time.Second
	usualQuiet = 20 * time.Second
	putTime    = 5 * time.Minute
	shortTime  = 20 * time.Second // of what carries no file
)

// tries is how often one request is made. What fails is tried again later by
// whoever asked.
const tries = 2

// Bucket is one bucket, or the part of it below a prefix.
type Bucket struct {
	client *minio.Core
	name   string
	prefix string
}

// New makes a Bucket; nobody is called yet. What is wrong with the options is an
// Invalid fault.
func New(o Options) (*Bucket, error) {
	if o.Quiet == 0 {
		o.Quiet = usualQuiet
	}
	if o.Region == "" {
		o.Region = "us-east-1"
	}
	at, err := url.Parse(o.Endpoint)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" || strings.Trim(at.Path, "/") != "" {
		return nil, fault.Field("bucket.endpoint", "must be http(s)://host, without a path")
	}
	lookup := minio.BucketLookupDNS
	if o.PathStyle {
		lookup = minio.BucketLookupPath
	}
	client, err := minio.NewCore(at.Host, &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""), Secure: at.Scheme == "https", Region: o.Region,
		BucketLookup: lookup, Transport: transport(o.Quiet), MaxRetries: tries,
	})
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the bucket's settings cannot be used")
	}
	prefix := strings.Trim(o.Prefix, "/")
	if prefix != "" {
		prefix += "/"
	}
	return &Bucket{client: client, name: o.Name, prefix: prefix}, nil
}

// transport calls the operator's own address, wherever it is: no proxy, no
// compression, and no waiting for ever.
func transport(quiet time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTime, KeepAlive: 30 * time.Second}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &impatient{conn, quiet}, nil
		},
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: dialTime,
		ResponseHeaderTimeout: quiet, ExpectContinueTimeout: time.Second, MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConns: 16, MaxIdleConnsPerHost: 16, IdleConnTimeout: 30 * time.Second, DisableCompression: true, ForceAttemptHTTP2: true,
	}
}

// impatient is a connection whose other side may not be silent for long.
type impatient struct {
	net.Conn
	quiet time.Duration
}

// Read implements net.Conn.
func (c *impatient) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.quiet)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

// Write implements net.Conn.
func (c *impatient) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.quiet)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// Check says why the bucket cannot be used; nil where it can be reached with
// these keys.
func (b *Bucket) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, shortTime)
	defer cancel()
	there, err := b.client.BucketExists(ctx, b.name)
	if err != nil {
		return failure(err)
	}
	if !there {
		return fault.New(fault.NotFound, "", "there is no bucket %s", b.name)
	}
	return nil
}

// Put keeps a file of a size under a name, with its media type and notes, whose
// keys are small letters. What had the name is gone.
func (b *Bucket) Put(ctx context.Context, name, kind string, notes map[string]string, body io.Reader, size int64) error {
	ctx, cancel := context.WithTimeout(ctx, putTime)
	defer cancel()
	_, err := b.client.Client.PutObject(ctx, b.name, b.prefix+name, body, size, minio.PutObjectOptions{ContentType: kind, UserMetadata: notes})
	return failure(err)
}

// Remove removes what has a name, if anything has.
func (b *Bucket) Remove(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, shortTime)
	defer cancel()
	return failure(b.client.RemoveObject(ctx, b.name, b.prefix+name, minio.RemoveObjectOptions{}))
}

// failure is an error of the bucket as a fault: NotFound for what is not there,
// Unavailable for everything else.
func failure(err error) error {
	if err == nil {
		return nil
	}
	said := minio.ToErrorResponse(err)
	switch said.Code {
	case minio.NoSuchKey:
		return fault.Wrap(fault.NotFound, err, "there is no such file in the bucket")
	case minio.NoSuchBucket:
		return fault.Wrap(fault.Unavailable, err, "there is no such bucket")
	case minio.AccessDenied:
		return fault.Wrap(fault.Unavailable, err, "the bucket does not take our keys")
	}
	return fault.Wrap(fault.Unavailable, err, "the bucket does not answer as it should")
}
