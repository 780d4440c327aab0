package media

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"time"
)

// The longest sides of the forms, in pixels.
const (
	fullSide  = 2048
	tallSide  = 8192 // of a picture that is over tallRatio times as long as it is wide: text must stay legible
	tallRatio = 3
	thumbSide = 320
	veilSide  = 32
)

// How many pictures are drawn at once, and how long one may take. A large one
// waits for the other large one.
const (
	drawnAtOnce = 4
	drawTime    = 15 * time.Second
)

// The qualities of what is drawn, of 100.
const (
	fullQuality  = 88
	thumbQuality = 80
)

// easel is where pictures are drawn anew, few at a time: a decoded one may take
// a hundred times the room that it came in.
type easel struct {
	places chan struct{}
	large  chan struct{}
}

func newEasel() easel {
	return easel{places: make(chan struct{}, drawnAtOnce), large: make(chan struct{}, 1)}
}

// draw makes the forms of the picture in a folder's source, which it removes.
func (e easel) draw(ctx context.Context, dir, kind string, about *about) error {
	source := filepath.Join(dir, sourceName)
	work, leave, err := e.begin(ctx, kind, func() ([]byte, error) { return os.ReadFile(source) })
	if err != nil {
		return err
	}
	defer leave()
	shown, err := show(ctx, work)
	if err != nil {
		return err
	}
	about.Frames, about.Forms = work.frames, map[Form]string{}
	for _, d := range shown {
		about.Forms[d.form] = d.kind
		if err := os.WriteFile(filepath.Join(dir, string(d.form)), d.body, 0o600); err != nil {
			return err
		}
	}
	return os.Remove(source)
}

// begin waits until there is room for drawing a picture, which leave gives back,
// and only then reads and examines it.
func (e easel) begin(ctx context.Context, kind string, read func() ([]byte, error)) (work sketch, leave func(), err error) {
	if !isPicture(kind) {
		return work, nil, wrongType("this is a sound or film and not a picture")
	}
	place, err := take(ctx, e.places)
	if err != nil {
		return work, nil, err
	}
	alone := func() {}
	data, err := read()
	if err == nil {
		work, err = examine(kind, data)
	}
	if err == nil && work.isLarge() {
		alone, err = take(ctx, e.large)
	}
	if err != nil {
		place()
		return work, nil, err
	}
	return work, func() { alone(); place() }, nil
}

// take waits for a place and returns how to leave it.
func take(ctx context.Context, places chan struct{}) (leave func(), err error) {
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// drawing is one form of a picture, encoded.
type drawing struct {
	form Form
	kind string
	body []byte
}

// show decodes a picture and draws its forms, each from the one before.
func show(ctx context.Context, work sketch) ([]drawing, error) {
	ctx, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	full, err := upright(ctx, work)
	if err != nil {
		return nil, err
	}
	thumb := shrunk(full, thumbSide)
	veiled := veil(shrunk(thumb, veilSide))
	all := make([]drawing, 0, 3)
	for _, d := range []struct {
		form    Form
		picture image.Image
		quality int
	}{{Full, full, fullQuality}, {Thumb, thumb, thumbQuality}, {Veil, veiled, thumbQuality}} {
		body, kind, err := encode(d.picture, d.quality)
		if err != nil {
			return nil, err
		}
		all = append(all, drawing{d.form, kind, body})
	}
	return all, nil
}

// upright decodes a picture as large as the full form, the way up that its
// camera meant.
func upright(ctx context.Context, work sketch) (*image.RGBA, error) {
	decoded, err := work.decode(ctx)
	if err != nil {
		return nil, err
	}
	bounds := decoded.Bounds()
	if bounds.Empty() {
		return nil, wrongType("the picture has no pixels")
	}
	width, height := fitFull(bounds.Dx(), bounds.Dy())
	return turned(shrink(decoded, width, height), work.orientation), nil
}

// encode writes what can be seen through as PNG and all else as JPEG.
func encode(picture image.Image, quality int) (body []byte, kind string, err error) {
	var out bytes.Buffer
	if seen, is := picture.(interface{ Opaque() bool }); is && !seen.Opaque() {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, picture)
		return out.Bytes(), pngType, err
	}
	err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
	return out.Bytes(), jpegType, err
}

// fitFull is the size of the full form: no side over fullSide, but for the long
// screenshots that could not be read then.
func fitFull(width, height int) (int, int) {
	if long, short := max(width, height), min(width, height); long <= tallRatio*short {
		return fit(width, height, fullSide)
	}
	w, h := fit(width, height, tallSide)
	for side := tallSide; w*h > fullSide*fullSide; side -= 64 {
		w, h = fit(width, height, side)
	}
	return w, h
}

// fit keeps the proportions and never enlarges.
func fit(width, height, side int) (int, int) {
	long := max(width, height)
	if long <= side {
		return width, height
	}
	return max(1, width*side/long), max(1, height*side/long)
}

func shrunk(picture *image.RGBA, side int) *image.RGBA {
	width, height := fit(picture.Rect.Dx(), picture.Rect.Dy(), side)
	return shrink(picture, width, height)
}
