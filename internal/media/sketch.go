package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// What decoding one picture may take. A few bytes can say that a picture is
// enormous, so this is settled by its header.
const (
	maxPixels  = 50_000_000
	maxMemory  = 256 << 20 // bytes
	manyMemory = 64 << 20  // from here on only one is drawn at a time
)

// sketch is what the header of a picture says, and its bytes.
type sketch struct {
	kind          string
	data          []byte
	width, height int
	depth         int // bytes that decoding takes for each pixel, at most
	frames        int
	orientation   int // of EXIF, 1 to 8
}

func (s sketch) memory() int { return s.width * s.height * s.depth }

func (s sketch) isLarge() bool { return s.memory() > manyMemory }

// examine reads the header of a picture and refuses what would take too much.
func examine(kind string, data []byte) (sketch, error) {
	s := sketch{kind: kind, data: data, frames: 1, orientation: 1}
	if err := guarded(s.measure); err != nil {
		return s, err
	}
	switch {
	case s.width <= 0 || s.height <= 0:
		return s, wrongType("the picture has no pixels")
	case s.width > maxPixels/s.height:
		return s, tooLarge("the picture has over %d million pixels", maxPixels/1_000_000)
	case s.memory() > maxMemory:
		return s, tooLarge("the picture would take too much memory to draw")
	}
	return s, nil
}

// guarded reads something of a picture. What cannot be read, or makes a decoder
// panic, is no picture.
func guarded(read func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = unreadable(fmt.Errorf("the decoder panicked: %v", cause))
		}
	}()
	if err := read(); err != nil {
		return unreadable(err)
	}
	return nil
}

func unreadable(cause error) error {
	f := fault.Wrap(fault.Invalid, cause, "the picture cannot be read")
	f.Code = CodeType
	return f
}

func (s *sketch) measure() error {
	if s.kind == webpType {
		return s.measureWebP()
	}
	read := map[string]func(io.Reader) (image.Config, error){
		jpegType: jpeg.DecodeConfig, pngType: png.DecodeConfig, gifType: gif.DecodeConfig, bmpType: bmp.DecodeConfig,
	}[s.kind]
	if read == nil {
		return fmt.Errorf("%s is not drawn", s.kind)
	}
	config, err := read(bytes.NewReader(s.data))
	if err != nil {
		return err
	}
	s.width, s.height = config.Width, config.Height
	switch s.kind {
	case jpegType:
		s.depth = jpegDepth(config.ColorModel, s.data)
		s.orientation = orientationOf(s.data)
	case pngType:
		s.depth = pngDepth(config.ColorModel, s.data)
	case gifType:
		s.depth, s.frames = 2, gifFrames(s.data)
	default:
		s.depth = 4
	}
	return nil
}

// pngDepth also counts the passes of an interlaced picture, which are decoded
// on their own.
func pngDepth(model color.Model, data []byte) int {
	depth := 4
	switch model {
	case color.GrayModel:
		depth = 1
	case color.Gray16Model:
		depth = 2
	case color.RGBA64Model, color.NRGBA64Model:
		depth = 8
	default:
		if _, paletted := model.(color.Palette); paletted {
			depth = 1
		}
	}
	const interlace = 28 // where IHDR says so
	if len(data) > interlace && data[interlace] != 0 {
		depth *= 2
	}
	return depth
}

// decode draws the picture, as long as ctx lasts.
func (s sketch) decode(ctx context.Context) (picture image.Image, err error) {
	decoder := map[string]func(io.Reader) (image.Image, error){
		jpegType: jpeg.Decode, pngType: png.Decode, gifType: gif.Decode, webpType: webp.Decode, bmpType: bmp.Decode,
	}[s.kind]
	err = guarded(func() (err error) {
		picture, err = decoder(patient{ctx, bytes.NewReader(s.data)})
		return err
	})
	switch {
	case err == nil:
		return picture, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, tooLarge("the picture takes too long to draw")
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, err
}

// patient hands bytes out until its context ends: a decoder knows no other way
// to be stopped.
type patient struct {
	ctx  context.Context
	from io.Reader
}

// Read implements io.Reader.
func (p patient) Read(into []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.from.Read(into)
}
