package pictures

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
)

// painted is a picture of blots, others for each seed, without any chance in it.
func painted(wide, high int, seed uint32) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, wide, high))
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	shade := func() image.Image {
		return image.NewUniform(color.RGBA{uint8(next(256)), uint8(next(256)), uint8(next(256)), 255})
	}
	draw.Draw(picture, picture.Rect, shade(), image.Point{}, draw.Src)
	for range 60 {
		x, y := next(wide), next(high)
		draw.Draw(picture, image.Rect(x, y, x+1+next(wide/3), y+1+next(high/3)), shade(), image.Point{}, draw.Src)
	}
	return picture
}

func scaled(picture image.Image, wide, high int) *image.RGBA {
	into := image.NewRGBA(image.Rect(0, 0, wide, high))
	draw.BiLinear.Scale(into, into.Rect, picture, picture.Bounds(), draw.Src, nil)
	return into
}

// framed puts a border of so many pixels around a picture.
func framed(picture image.Image, border int, shade color.Color) *image.RGBA {
	bounds := picture.Bounds()
	into := image.NewRGBA(image.Rect(0, 0, bounds.Dx()+2*border, bounds.Dy()+2*border))
	draw.Draw(into, into.Rect, image.NewUniform(shade), image.Point{}, draw.Src)
	draw.Draw(into, image.Rect(border, border, border+bounds.Dx(), border+bounds.Dy()), picture, bounds.Min, draw.Src)
	return into
}

func asJPEG(t testing.TB, picture image.Image, quality int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func decoded(t testing.TB, data []byte) image.Image {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// codeOf is a QR code.
func codeOf(t testing.TB, text string, side int) image.Image {
	t.Helper()
	hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_CHARACTER_SET: "UTF-8"}
	drawn, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, side, side, hints)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

// with lays a picture upon another.
func with(onto *image.RGBA, picture image.Image, x, y int) *image.RGBA {
	bounds := picture.Bounds()
	draw.Draw(onto, image.Rect(x, y, x+bounds.Dx(), y+bounds.Dy()), picture, bounds.Min, draw.Src)
	return onto
}

func inverted(picture image.Image) *image.RGBA {
	into := image.NewRGBA(picture.Bounds())
	draw.Draw(into, into.Rect, picture, picture.Bounds().Min, draw.Src)
	for i := range into.Pix {
		if i%4 != 3 {
			into.Pix[i] = 255 - into.Pix[i]
		}
	}
	return into
}
