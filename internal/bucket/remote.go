package bucket

import (
	"context"
	"errors"
	"io"
	"maps"
	"strings"

	"github.com/minio/minio-go/v7"
)

// Open opens what has a name, and tells its media type and its notes. The file
// is read while ctx lasts. What is not there is a NotFound fault.
func (b *Bucket) Open(ctx context.Context, name string) (file io.ReadSeekCloser, kind string, notes map[string]string, err error) {
	body, about, _, err := b.client.GetObject(ctx, b.name, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, "", nil, failure(err)
	}
	notes = map[string]string{}
	for key, value := range maps.All(about.UserMetadata) {
		notes[strings.ToLower(key)] = value
	}
	again := func(from int64) (io.ReadCloser, error) {
		options := minio.GetObjectOptions{}
		if err := options.SetRange(from, 0); err != nil {
			return nil, err
		}
		if err := options.SetMatchETag(about.ETag); err != nil { // another file in its place is not its end
			return nil, err
		}
		body, _, _, err := b.client.GetObject(ctx, b.name, b.prefix+name, options)
		return body, failure(err)
	}
	return &remote{size: about.Size, body: body, again: again}, about.ContentType, notes, nil
}

// remote is a file in the bucket that is read from the place that was sought,
// by one request as long as nobody seeks elsewhere.
type remote struct {
	size   int64
	at     int64         // where the next Read begins
	body   io.ReadCloser // stands at bodyAt; nil for none
	bodyAt int64
	again  func(from int64) (io.ReadCloser, error)
}

var errSeek = errors.New("bucket: sought before the beginning")

// Seek implements io.Seeker; nobody is called.
func (r *remote) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errSeek
	}
	r.at = offset
	return offset, nil
}

// Read implements io.Reader.
func (r *remote) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	if r.body != nil && r.bodyAt != r.at {
		_ = r.Close() // of what is not read on
	}
	if r.body == nil {
		body, err := r.again(r.at)
		if err != nil {
			return 0, err
		}
		r.body, r.bodyAt = body, r.at
	}
	n, err := r.body.Read(p[:min(int64(len(p)), r.size-r.at)])
	r.at += int64(n)
	r.bodyAt = r.at
	if errors.Is(err, io.EOF) && r.at < r.size {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Close implements io.Closer.
func (r *remote) Close() error {
	if r.body == nil {
		return nil
	}
	body := r.body
	r.body = nil
	return body.Close()
}
