package sandbox

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// canvas draws simple shapes in coordinates from 0 to 1, so that a thumb is the
// picture made smaller.
type canvas struct {
	*image.RGBA
	rand *rand.Rand
}

// paint draws an invented picture: a face, a landscape, a dish, a city or a
// cat; an advertisement; a pink silhouette for what a violator shows; or a
// picture of a call. The same arguments draw the same picture.
func paint(width, height int, folder string, kind habit, seed uint64) image.Image {
	c := &canvas{image.NewRGBA(image.Rect(0, 0, width, height)), rand.New(rand.NewPCG(seed, 7))}
	scenes := []func(){c.landscape, c.dish, c.city, c.cat}
	switch {
	case folder == "evidence":
		c.call(kind)
	case folder == "avatar":
		c.face()
	case kind == advertiser:
		c.advert()
	case kind == lewd:
		c.silhouette()
	default:
		scenes[c.rand.IntN(len(scenes))]()
	}
	return c
}

// hue is a colour by its place on the wheel (0–1), and its lightness (0–1).
func hue(at, light float64) color.RGBA {
	channel := func(shift float64) uint8 {
		wave := 0.5 + 0.5*math.Cos(2*math.Pi*(at-shift))
		return uint8(255 * math.Min(1, light*(0.45+0.75*wave)))
	}
	return color.RGBA{channel(0), channel(1.0 / 3), channel(2.0 / 3), 255}
}

func mix(a, b color.RGBA, t float64) color.RGBA {
	one := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*t) }
	return color.RGBA{one(a.R, b.R), one(a.G, b.G), one(a.B, b.B), 255}
}

// each colours every pixel that the shape holds, between two corners.
func (c *canvas) each(x0, y0, x1, y1 float64, inside func(x, y float64) bool, tint func(x, y float64) color.RGBA) {
	size := c.Rect.Size()
	width, height := float64(size.X), float64(size.Y)
	for j := max(0, int(y0*height)); j < min(size.Y, int(y1*height)+1); j++ {
		for i := max(0, int(x0*width)); i < min(size.X, int(x1*width)+1); i++ {
			x, y := (float64(i)+0.5)/width, (float64(j)+0.5)/height
			if inside(x, y) {
				c.SetRGBA(i, j, tint(x, y))
			}
		}
	}
}

func flat(tint color.RGBA) func(x, y float64) color.RGBA {
	return func(float64, float64) color.RGBA { return tint }
}

func (c *canvas) gradient(top, bottom color.RGBA) {
	c.each(0, 0, 1, 1, func(float64, float64) bool { return true }, func(_, y float64) color.RGBA { return mix(top, bottom, y) })
}

// oval is an ellipse; its radii are parts of the width and of the height.
func (c *canvas) oval(cx, cy, rx, ry float64, tint color.RGBA) {
	c.each(cx-rx, cy-ry, cx+rx, cy+ry, func(x, y float64) bool {
		dx, dy := (x-cx)/rx, (y-cy)/ry
		return dx*dx+dy*dy <= 1
	}, flat(tint))
}

// disc is round whatever the picture's shape; its radius is a part of the width.
func (c *canvas) disc(cx, cy, r float64, tint color.RGBA) {
	size := c.Rect.Size()
	c.oval(cx, cy, r, r*float64(size.X)/float64(size.Y), tint)
}

func (c *canvas) box(x0, y0, x1, y1 float64, tint color.RGBA) {
	c.each(x0, y0, x1, y1, func(x, y float64) bool { return x >= x0 && x < x1 && y >= y0 && y < y1 }, flat(tint))
}

// hills fills everything under a wave.
func (c *canvas) hills(level, swing float64, tint color.RGBA) {
	phase, pitch := c.rand.Float64()*6, 4+c.rand.Float64()*6
	c.each(0, 0, 1, 1, func(x, y float64) bool {
		return y > level+swing*math.Sin(phase+pitch*x)+swing/2*math.Sin(phase*2+pitch*2.3*x)
	}, flat(tint))
}

var (
	white = color.RGBA{250, 250, 248, 255}
	ink   = color.RGBA{40, 42, 54, 255}
	skin  = color.RGBA{242, 206, 178, 255}
)

// toneRate is the samples a second of a voice, one byte each.
const toneRate = 8000

// tone is a second and a half of a rising tune, as a WAV file: what a voice
// message of nobody sounds like.
func tone(seed uint64) []byte {
	samples := make([]byte, toneRate*3/2)
	pitch := 220 + float64(seed%220)
	for i := range samples {
		at := float64(i) / toneRate
		fade := math.Sin(math.Pi * float64(i) / float64(len(samples)))
		step := math.Floor(at*4) / 4
		samples[i] = uint8(128 + 60*fade*math.Sin(2*math.Pi*pitch*(1+step/3)*at))
	}
	size := uint32(len(samples))
	head := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00")
	binary.LittleEndian.PutUint32(head[4:], 36+size)
	binary.LittleEndian.PutUint32(head[24:], toneRate)
	binary.LittleEndian.PutUint32(head[28:], toneRate)
	binary.LittleEndian.PutUint32(head[40:], size)
	return append(head, samples...)
}
