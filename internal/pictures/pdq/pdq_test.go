package pdq

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"golang.org/x/image/draw"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// painted is a picture of blots, others for each seed, without any chance in it.
func painted(wide, high int, seed uint32) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, wide, high))
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	draw.Draw(picture, picture.Rect, image.NewUniform(color.RGBA{uint8(next(256)), uint8(next(256)), uint8(next(256)), 255}), image.Point{}, draw.Src)
	for range 60 {
		x, y := next(wide), next(high)
		blot := image.Rect(x, y, x+1+next(wide/3), y+1+next(high/3))
		draw.Draw(picture, blot, image.NewUniform(color.RGBA{uint8(next(256)), uint8(next(256)), uint8(next(256)), 255}), image.Point{}, draw.Src)
	}
	return picture
}

// The reference's own hashes of the same pixels, as its program gives them. A
// machine that multiplies and adds in one step may round a bit otherwise.
func TestTheReferencesHashes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		wide, high int
		seed       uint32
		want       string
		quality    int
	}{
		{64, 64, 1, "30d7cb2c55e0a0504e0e38b6cf381c53b60f52e5a2de5539dc61aa1e59ea76b7", 100},
		{512, 512, 2, "2d82f2a60037bd41124fed5871abbf538aa3faccfd68572b594108733ab4578c", 100},
		{333, 217, 3, "628d724747c7ab811cb818b9998671cef48767437329ea6726eaae358c41d9dc", 100},
		{1000, 700, 4, "31b52d148eb6ccf568c973c665bc8631c63b562ef31ce1a98f52487c986e9949", 100},
		{40, 60, 5, "3d0a1aa2a4d9770c46398d765ff1d374361de25f1eb78de3a30c7a0f80d819d0", 100},
		{130, 5, 6, "6246ece49db9171b892956d8eb42a927369ee8e462466ce49db9171bc96956d8", 100},
	} {
		want, err := Parse(test.want)
		if err != nil {
			t.Fatal(err)
		}
		h, quality := Of(painted(test.wide, test.high, test.seed))
		if h.Distance(want) > 2 || quality != test.quality {
			t.Errorf("%d by %d: %s, quality %d", test.wide, test.high, h, quality)
		}
	}
}

func recompressed(t *testing.T, picture image.Image, quality int) image.Image {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	again, err := jpeg.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func scaled(picture image.Image, wide, high int) image.Image {
	into := image.NewRGBA(image.Rect(0, 0, wide, high))
	draw.BiLinear.Scale(into, into.Rect, picture, picture.Bounds(), draw.Src, nil)
	return into
}

func TestWhatStaysNear(t *testing.T) {
	t.Parallel()
	for seed := range uint32(5) {
		original := painted(320, 240, seed)
		first, _ := Of(original)
		for name, changed := range map[string]image.Image{
			"half as large": scaled(original, 160, 120), "squeezed": scaled(original, 256, 256), "recompressed": recompressed(t, original, 30),
			"small and recompressed": recompressed(t, scaled(original, 120, 90), 60),
		} {
			if h, _ := Of(changed); first.Distance(h) > Near {
				t.Errorf("%d, %s: %d bits away", seed, name, first.Distance(h))
			}
		}
		for other := range seed {
			if h, _ := Of(painted(320, 240, other)); first.Distance(h) < 3*Near/2 {
				t.Errorf("%d and %d: only %d bits away", seed, other, first.Distance(h))
			}
		}
	}
}

func TestWhatShowsNothing(t *testing.T) {
	t.Parallel()
	for name, picture := range map[string]image.Image{
		"white": image.NewGray(image.Rect(0, 0, 100, 100)), "tiny": painted(4, 400, 1), "seen through": image.NewNRGBA(image.Rect(0, 0, 90, 90)),
	} {
		if _, quality := Of(picture); quality >= LeastQuality {
			t.Errorf("%s: quality %d", name, quality)
		}
	}
}

func TestHashesAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	h, _ := Of(painted(64, 64, 1))
	if again, err := Parse(h.String()); err != nil || again != h || h.Distance(again) != 0 {
		t.Errorf("%s became %s, %v", h, again, err)
	}
	other := h
	other[0], other[31] = ^other[0], ^other[31]
	if h.Distance(other) != 16 {
		t.Errorf("%d bits differ", h.Distance(other))
	}
	for _, bad := range []string{"", "00", h.String() + "0", h.String()[1:] + "g"} {
		if _, err := Parse(bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	picture := painted(512, 384, 1)
	for b.Loop() {
		Of(picture)
	}
}
