package app

import (
	"context"
	"log/slog"

	"github.com/xiezhi/xiezhi/internal/bucket"
	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/media"
)

// stowage brings copies of evidence into the operator's bucket, and says once
// when that cannot be reached, and once when it can be again.
type stowage struct {
	bucket   *bucket.Bucket // nil where the settings name none
	settings config.Bucket
	exhibits *media.Service
	log      *slog.Logger
	known    bool // it was looked at
	away     bool // at the last look
}

// openStowage makes the room of copies, on the bucket that the settings name or
// on files; nobody is called yet.
func (c *core) openStowage() (s *stowage, err error) {
	set := c.own.Bucket
	s = &stowage{settings: set, log: c.log}
	var vault media.Vault
	if set.Endpoint != "" {
		s.bucket, err = bucket.New(bucket.Options{
			Endpoint: set.Endpoint, Region: set.Region, Name: set.Name, AccessKey: set.AccessKey, SecretKey: set.SecretKey,
			PathStyle: set.PathStyle, Prefix: set.Prefix,
		})
		if err != nil {
			return nil, err
		}
		vault = s.bucket
	}
	s.exhibits, err = c.newExhibits(vault)
	return s, err
}

// stow looks whether the bucket can be reached and brings there what waits. A
// bucket that is away is no reason for this server to be.
func (s *stowage) stow(ctx context.Context) error {
	if s.bucket == nil {
		return nil
	}
	err := s.bucket.Check(ctx)
	if err == nil {
		err = s.exhibits.Settle(ctx)
	}
	about := []any{"endpoint", s.settings.Endpoint, "bucket", s.settings.Name}
	if ctx.Err() != nil {
		return nil //nolint:nilerr // it was told to stop
	}
	switch {
	case err != nil && !s.away:
		s.log.ErrorContext(ctx, "the bucket cannot be used: copies of evidence wait in the data folder until it can", append(about, "error", err)...)
	case err == nil && (s.away || !s.known):
		s.log.InfoContext(ctx, "copies of evidence are kept in the bucket", about...)
	}
	s.known, s.away = true, err != nil
	return nil
}
