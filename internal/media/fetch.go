package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/xiezhi/xiezhi/internal/egress"
)

// sourceName is the file of a medium as it came, in the folder where its forms
// are made.
const sourceName = "source"

// fetch gets a medium, makes its forms and puts them on the shelf.
func (s *Service) fetch(ctx context.Context, key string, wanted Wanted) error {
	rule := s.rules[wanted.Kind]
	select {
	case rule.slots <- struct{}{}:
		defer func() { <-rule.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	dir, err := s.shelf.workbench()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // is on the shelf by then, under another name, or worth nothing
	at := s.now()
	digest, kind, err := s.download(ctx, rule, wanted.Address, filepath.Join(dir, sourceName))
	if err != nil {
		return err
	}
	about := about{Digest: digest, Frames: 1, FetchedAt: at}
	if wanted.Kind == Clip {
		err = keepClip(dir, kind, &about)
	} else {
		err = s.easel.draw(ctx, dir, kind, &about)
	}
	if err != nil {
		return err
	}
	return s.shelf.put(key, dir, about, wanted.Since)
}

// download streams what is at an address into a file, and tells its digest and
// its media type.
func (s *Service) download(ctx context.Context, rule rule, address, into string) (digest, kind string, err error) {
	ctx, cancel := context.WithTimeout(ctx, rule.time)
	defer cancel()
	answer, err := s.client.Open(ctx, address)
	if err != nil {
		return "", "", unreachable(err)
	}
	defer func() { _ = answer.Body.Close() }() // a failed close of what was read changes nothing
	if err := checkAnswer(answer, rule.limit); err != nil {
		return "", "", err
	}
	file, err := os.OpenFile(into, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", "", err
	}
	digest, kind, err = save(ctx, file, answer.Body, rule.limit)
	return digest, kind, errors.Join(err, file.Close())
}

func checkAnswer(answer *egress.Answer, limit int64) error {
	switch {
	case answer.Status >= http.StatusInternalServerError:
		return timeout(nil, "the address answers %d", answer.Status)
	case answer.Status != http.StatusOK:
		return gone("the address answers %d", answer.Status)
	case answer.Length > limit:
		return tooLarge("the medium has %d bytes and may have %d", answer.Length, limit)
	}
	return nil
}

// save writes a body of at most limit bytes. What it is is read first, so that
// nobody waits for the end of what is not shown anyway.
func save(ctx context.Context, file io.Writer, body io.Reader, limit int64) (digest, kind string, err error) {
	hash := sha256.New()
	from := &watched{from: io.LimitReader(body, limit+1)}
	head := make([]byte, sniffed)
	n, _ := io.ReadFull(from, head) // a short body is one, too; what else failed is below
	if from.failed != nil {
		return "", "", brokenOff(ctx, from.failed)
	}
	if n == 0 {
		return "", "", gone("the address answers with nothing")
	}
	if kind, err = sniff(head[:n]); err != nil {
		return "", "", err
	}
	into := io.MultiWriter(file, hash)
	if _, err = into.Write(head[:n]); err != nil {
		return "", "", err
	}
	rest, err := io.Copy(into, from)
	switch {
	case from.failed != nil:
		return "", "", brokenOff(ctx, from.failed)
	case err != nil:
		return "", "", err // of the disk
	case int64(n)+rest > limit:
		return "", "", tooLarge("the medium has over %d bytes", limit)
	}
	return hex.EncodeToString(hash.Sum(nil)), kind, nil
}

func brokenOff(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return timeout(err, "the medium did not come in time")
	}
	return timeout(err, "the medium broke off")
}

// watched remembers whether reading failed, for a copy does not tell it from
// writing.
type watched struct {
	from   io.Reader
	failed error
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.failed = err
	}
	return n, err
}

// keepClip shows a sound or film as it came.
func keepClip(dir, kind string, about *about) error {
	if isPicture(kind) {
		return wrongType("this is a picture and not a sound or film")
	}
	about.Forms = map[Form]string{Full: kind}
	return os.Rename(filepath.Join(dir, sourceName), filepath.Join(dir, string(Full)))
}
