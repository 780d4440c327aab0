package media

import (
	"context"
	"image"
)

// Decode draws a picture that came by itself, under the same bounds as those
// that are fetched: the way up that its camera meant, as large as the full form.
// Nothing is kept. The errors are those of Open.
func (s *Service) Decode(ctx context.Context, data []byte) (*image.RGBA, error) {
	if limit := s.rules[Picture].limit; int64(len(data)) > limit {
		return nil, tooLarge("the picture has %d bytes and may have %d", len(data), limit)
	}
	kind, err := sniff(data[:min(len(data), sniffed)])
	if err != nil {
		return nil, err
	}
	work, leave, err := s.easel.begin(ctx, kind, func() ([]byte, error) { return data, nil })
	if err != nil {
		return nil, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	return upright(ctx, work)
}
