package pictures

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"

	"golang.org/x/image/draw"
)

func TestCodesAreRead(t *testing.T) {
	t.Parallel()
	const text = "加微信 yhxf0829，日结三百 https://example.com/?a=1"
	code := codeOf(t, text, 240)
	for name, picture := range map[string]image.Image{
		"alone": code, "in a picture": with(painted(900, 700, 1), code, 300, 200), "recompressed": decoded(t, asJPEG(t, with(painted(600, 600, 2), code, 10, 20), 40)),
		"light on dark": with(painted(600, 600, 3), inverted(codeOf(t, text, 240)), 100, 100), "large": scaled(code, 1900, 1900),
		"twice": with(with(painted(900, 500, 4), code, 20, 20), code, 500, 200),
	} {
		got, err := codesIn(t.Context(), picture)
		if err != nil || !slices.Equal(got, []string{text}) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	both, err := codesIn(t.Context(), with(with(painted(900, 500, 5), code, 20, 20), codeOf(t, "second", 200), 500, 200))
	if err != nil || !slices.Equal(both, []string{"second", text}) {
		t.Errorf("%q, %v", both, err)
	}
}

func TestPicturesWithoutCodes(t *testing.T) {
	t.Parallel()
	for seed := range uint32(3) {
		if got, err := codesIn(t.Context(), painted(400, 300, seed)); len(got) != 0 || err != nil {
			t.Errorf("%d: %q, %v", seed, got, err)
		}
	}
	for _, bounds := range []image.Rectangle{image.Rect(0, 0, 1, 1), image.Rect(0, 0, 2000, 2), image.Rect(0, 0, 39, 41)} {
		if got, err := codesIn(t.Context(), image.NewGray(bounds)); len(got) != 0 || err != nil {
			t.Errorf("%v: %q, %v", bounds, got, err)
		}
	}
}

// A picture that would keep the library busy for ever is left, and somebody is
// told.
func TestTooManyCorners(t *testing.T) {
	t.Parallel()
	picture := image.NewRGBA(image.Rect(0, 0, 1200, 1200))
	draw.Draw(picture, picture.Rect, image.White, image.Point{}, draw.Src)
	for y := 4; y < 1180; y += 24 {
		for x := 4; x < 1180; x += 24 {
			for i, shade := range []image.Image{image.Black, image.White, image.Black} {
				draw.Draw(picture, image.Rect(x+2*i, y+2*i, x+14-2*i, y+14-2*i), shade, image.Point{}, draw.Src)
			}
		}
	}
	if _, err := codesIn(t.Context(), picture); !errors.Is(err, errCodes) {
		t.Error(err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := codesIn(over, codeOf(t, "text", 200)); !errors.Is(err, errCodes) {
		t.Errorf("out of time: %v", err)
	}
}

func FuzzCodes(f *testing.F) {
	f.Add(60, 50, []byte("a picture"))
	f.Fuzz(func(t *testing.T, wide, high int, light []byte) {
		if wide < 1 || high < 1 || wide > 200 || high > 200 || len(light) == 0 {
			return
		}
		picture := image.NewGray(image.Rect(0, 0, wide, high))
		for i := range picture.Pix {
			picture.Pix[i] = light[i%len(light)]
		}
		if _, err := codesIn(t.Context(), picture); err != nil && !errors.Is(err, errCodes) {
			t.Error(err)
		}
	})
}

func BenchmarkCodes(b *testing.B) {
	picture := decoded(b, asJPEG(b, painted(1920, 1080, 1), 80))
	for b.Loop() {
		if _, err := codesIn(b.Context(), picture); err != nil {
			b.Fatal(err)
		}
	}
}
