package media

import (
	"image"
	"image/draw"
)

// shrink draws a picture smaller, each pixel the mean of those it stands for,
// row by row: it takes no more room than two rows and what it returns. It never
// enlarges.
func shrink(from image.Image, width, height int) *image.RGBA {
	bounds := from.Bounds()
	into := image.NewRGBA(image.Rect(0, 0, width, height))
	if bounds.Dx() == width && bounds.Dy() == height {
		draw.Draw(into, into.Rect, from, bounds.Min, draw.Src)
		return into
	}
	row := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), 1))
	across := newRuler(bounds.Dx(), width)
	down := newRuler(bounds.Dy(), height)
	narrow, sums, next := make([]float32, 4*width), make([]float32, 4*width), make([]float32, 4*width)
	for y := range bounds.Dy() {
		draw.Draw(row, row.Rect, from, image.Pt(bounds.Min.X, bounds.Min.Y+y), draw.Src)
		across.narrow(row.Pix, narrow)
		at, share := down.at[y], down.share[y]
		for i, value := range narrow {
			sums[i] += value * share
			next[i] += value * (down.unit - share)
		}
		if y == bounds.Dy()-1 || down.at[y+1] > at {
			lay(into.Pix[at*into.Stride:], sums)
			sums, next = next, sums
			clear(next)
		}
	}
	return into
}

// lay rounds sums into pixels.
func lay(into []uint8, sums []float32) {
	for i, sum := range sums {
		into[i] = uint8(min(255, sum+0.5))
	}
}

// ruler tells which of a few the many fall upon, and how much of each.
type ruler struct {
	few   int
	unit  float32   // the share of one of the many in one of the few
	at    []int     // the first that each falls upon
	share []float32 // of its unit there; the rest falls upon the next
}

func newRuler(many, few int) ruler {
	r := ruler{few: few, unit: float32(few) / float32(many), at: make([]int, many), share: make([]float32, many)}
	for i := range many {
		at := i * few / many
		r.at[i], r.share[i] = at, r.unit
		if end := (at + 1) * many; (i+1)*few > end { // in units of 1/few of the many
			r.share[i] = float32(end-i*few) / float32(many)
		}
	}
	return r
}

// narrow lays a row of pixels into a shorter one.
func (r ruler) narrow(row []uint8, into []float32) {
	clear(into)
	for x, at := range r.at {
		share := r.share[x]
		pixel, to := row[4*x:4*x+4], into[4*at:4*at+4]
		for c, value := range pixel {
			to[c] += float32(value) * share
		}
		if rest := r.unit - share; rest > 0 && at+1 < r.few {
			to = into[4*at+4 : 4*at+8]
			for c, value := range pixel {
				to[c] += float32(value) * rest
			}
		}
	}
}
