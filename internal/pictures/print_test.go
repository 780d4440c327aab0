package pictures

import (
	"image"
	"image/color"
	"testing"
)

// What people do to a picture to have it pass once more.
func TestTheSamePictureIsKnownAgain(t *testing.T) {
	t.Parallel()
	for seed := range uint32(3) {
		original := painted(480, 360, seed)
		known := PrintOf(original)
		for name, changed := range map[string]image.Image{
			"smaller": scaled(original, 200, 150), "larger": scaled(original, 960, 720), "recompressed": decoded(t, asJPEG(t, original, 25)),
			"with a white border": framed(original, 40, color.White), "with a black border": framed(original, 54, color.Black),
			"with a border, smaller, recompressed": decoded(t, asJPEG(t, scaled(framed(original, 40, color.RGBA{30, 60, 90, 255}), 336, 264), 50)),
		} {
			if p := PrintOf(changed); !known.Near(p) {
				t.Errorf("%d, %s: %d bits away", seed, name, known.Distance(p))
			}
		}
		for other := range seed {
			if p := PrintOf(painted(480, 360, other)); known.Near(p) {
				t.Errorf("%d and %d are %d bits apart", seed, other, known.Distance(p))
			}
		}
	}
}

// Pictures of nothing are no picture's like, not even each other's.
func TestWhatShowsNothingIsLikeNothing(t *testing.T) {
	t.Parallel()
	white := PrintOf(image.NewGray(image.Rect(0, 0, 300, 300)))
	clear := PrintOf(image.NewNRGBA(image.Rect(0, 0, 200, 100)))
	if white.Telling() || clear.Telling() || white.Near(clear) || white.Near(white) {
		t.Errorf("%+v %+v", white, clear)
	}
	if thin := PrintOf(painted(3, 4000, 1)); thin.Telling() {
		t.Errorf("%+v", thin)
	}
}

func BenchmarkPrint(b *testing.B) {
	picture := decoded(b, asJPEG(b, painted(1920, 1080, 1), 80))
	for b.Loop() {
		PrintOf(picture)
	}
}
