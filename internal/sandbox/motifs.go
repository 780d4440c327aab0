package sandbox

import (
	"image/color"
	"math"
)

// landscape is a sky with a sun over three rows of hills.
func (c *canvas) landscape() {
	at := c.rand.Float64()
	c.gradient(hue(at, 1), hue(at+0.15, 0.95))
	c.disc(0.2+0.6*c.rand.Float64(), 0.2+0.15*c.rand.Float64(), 0.09, white)
	for i := range 3 {
		c.hills(0.5+0.14*float64(i), 0.05, hue(at+0.3, 0.75-0.2*float64(i)))
	}
}

// dish is a plate on a table with something on it.
func (c *canvas) dish() {
	at := c.rand.Float64()
	c.gradient(hue(0.08, 0.75), hue(0.05, 0.5))
	c.disc(0.5, 0.5, 0.4, white)
	c.disc(0.5, 0.5, 0.32, hue(at, 0.7))
	for range 12 {
		angle, reach := c.rand.Float64()*2*math.Pi, 0.22*c.rand.Float64()
		c.disc(0.5+reach*math.Cos(angle), 0.5+0.75*reach*math.Sin(angle), 0.03+0.03*c.rand.Float64(), hue(at+0.3*c.rand.Float64(), 0.95))
	}
}

// city is a skyline at night with lit windows.
func (c *canvas) city() {
	at := 0.55 + 0.3*c.rand.Float64()
	c.gradient(hue(at, 0.25), hue(at+0.2, 0.8))
	for x := 0.0; x < 1; x += 0.14 {
		roof := 0.3 + 0.4*c.rand.Float64()
		c.box(x, roof, x+0.12, 1, ink)
		for y := roof + 0.04; y < 0.96; y += 0.06 {
			for _, dx := range []float64{0.02, 0.07} {
				if c.rand.IntN(2) == 0 {
					c.box(x+dx, y, x+dx+0.03, y+0.025, hue(0.12, 1))
				}
			}
		}
	}
}

// cat is a round head with ears and whiskers' worth of dignity.
func (c *canvas) cat() {
	at := c.rand.Float64()
	c.gradient(hue(at, 0.95), hue(at+0.1, 0.7))
	coat := hue(0.02+0.1*c.rand.Float64(), 0.5+0.4*c.rand.Float64())
	for _, side := range []float64{-1, 1} {
		c.oval(0.5+0.2*side, 0.34, 0.09, 0.13, coat)
	}
	c.oval(0.5, 0.8, 0.3, 0.3, coat)
	c.disc(0.5, 0.5, 0.3, coat)
	for _, side := range []float64{-1, 1} {
		c.disc(0.5+0.12*side, 0.47, 0.055, white)
		c.disc(0.5+0.12*side, 0.47, 0.03, ink)
	}
	c.disc(0.5, 0.55, 0.025, hue(0.95, 0.9))
}

// face is an avatar.
func (c *canvas) face() {
	at := c.rand.Float64()
	c.gradient(hue(at, 1), hue(at+0.12, 0.8))
	hair := []color.RGBA{ink, hue(0.04, 0.35), hue(0.08, 0.6), hue(0.95, 0.45), hue(0.62, 0.35)}[c.rand.IntN(5)]
	if c.rand.IntN(2) == 0 {
		c.oval(0.5, 0.6, 0.29, 0.3, hair) // long, and behind the shoulders
	}
	c.oval(0.5, 1.05, 0.4, 0.3, hue(at+0.5, 0.7))
	c.disc(0.5, 0.42, 0.27, hair)
	c.disc(0.5, 0.5, 0.24, skin)
	for _, side := range []float64{-1, 1} {
		c.disc(0.5+0.09*side, 0.5, 0.025, ink)
	}
	c.oval(0.5, 0.6, 0.06, 0.015+0.02*c.rand.Float64(), hue(0.98, 0.8))
}

// call is what one side of a video call shows: who is there and what he does,
// the other one small in a corner, and the keys below; or nothing at all.
func (c *canvas) call(kind habit) {
	switch kind {
	case blackScreen:
		c.gradient(hue(0.6, 0.05), hue(0.6, 0.02))
	case lewd:
		c.silhouette()
	case advertiser:
		c.face()
		c.box(0.3, 0.62, 0.9, 0.84, white)
		c.qr(0.45, 0.64, 0.27, 0.18)
	default:
		c.face()
	}
	at := c.rand.Float64()
	c.box(0.68, 0.05, 0.95, 0.32, hue(at, 0.6))
	c.disc(0.815, 0.15, 0.07, skin)
	c.oval(0.815, 0.28, 0.1, 0.04, hue(at+0.5, 0.7))
	c.disc(0.5, 0.92, 0.06, hue(0, 0.9))
	for _, side := range []float64{-1, 1} {
		c.disc(0.5+0.25*side, 0.92, 0.05, hue(0.6, 0.4))
	}
}

// advert is a loud banner, lines of writing and something like a QR code.
func (c *canvas) advert() {
	at := c.rand.Float64()
	c.gradient(hue(at, 1), hue(at+0.08, 0.85))
	c.box(0, 0.06, 1, 0.24, hue(at+0.5, 0.9))
	for x := 0.08; x < 0.9; x += 0.17 { // five big characters' worth
		c.box(x, 0.09, x+0.13, 0.21, white)
		c.box(x+0.03, 0.12, x+0.1, 0.18, hue(at+0.5, 0.6))
	}
	for row := range 3 {
		y := 0.3 + 0.06*float64(row)
		c.box(0.1, y, 0.55+0.35*c.rand.Float64(), y+0.03, ink)
	}
	c.box(0.2, 0.5, 0.8, 0.95, white)
	c.qr(0.23, 0.52, 0.54, 0.405)
}

// qr is something like a QR code that no reader takes for one.
func (c *canvas) qr(x0, y0, width, height float64) {
	const cells = 17
	for i := range cells {
		for j := range cells {
			x, y := x0+width*float64(i)/cells, y0+height*float64(j)/cells
			if c.rand.IntN(2) == 0 {
				c.box(x, y, x+width/cells, y+height/cells, ink)
			}
		}
	}
}

// silhouette stands for a picture that one would rather not see: a figure in
// pink light behind coarse squares, and nothing to recognise.
func (c *canvas) silhouette() {
	at := 0.9 + 0.08*c.rand.Float64()
	c.gradient(hue(at, 0.9), hue(at-0.15, 0.4))
	shade := hue(at, 0.3)
	lean := 0.1 * (c.rand.Float64() - 0.5)
	c.disc(0.5+lean, 0.25, 0.1, shade)
	c.oval(0.5+lean/2, 0.5, 0.16, 0.17, shade)
	c.oval(0.5, 0.82, 0.2, 0.28, shade)
	for range 40 {
		x, y := 0.3+0.05*float64(c.rand.IntN(8)), 0.4+0.04*float64(c.rand.IntN(12))
		c.box(x, y, x+0.05, y+0.04, hue(at, 0.4+0.4*c.rand.Float64()))
	}
}
