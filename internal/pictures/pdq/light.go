package pdq

import (
	"image"
	"image/draw"
)

// light is how bright each pixel is, row by row, from 0 to 255.
type light struct {
	wide, high int
	at         []float32
}

// luma reads a picture row by row. What can be seen through lies on white.
func luma(picture image.Image) light {
	bounds := picture.Bounds()
	l := light{wide: bounds.Dx(), high: bounds.Dy(), at: make([]float32, bounds.Dx()*bounds.Dy())}
	row := image.NewRGBA(image.Rect(0, 0, l.wide, 1))
	for y := range l.high {
		draw.Draw(row, row.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(row, row.Rect, picture, image.Pt(bounds.Min.X, bounds.Min.Y+y), draw.Over)
		for x := range l.wide {
			pixel := row.Pix[4*x : 4*x+3 : 4*x+3]
			l.at[y*l.wide+x] = 0.299*float32(pixel[0]) + 0.587*float32(pixel[1]) + 0.114*float32(pixel[2])
		}
	}
	return l
}

// shrunk blurs the picture, in its place, and takes a pixel of each part.
func (l light) shrunk() *[side][side]float32 {
	if l.wide != side || l.high != side {
		l.blur()
	}
	var out [side][side]float32
	for y := range side {
		for x := range side {
			out[y][x] = l.at[(2*y+1)*l.high/(2*side)*l.wide+(2*x+1)*l.wide/(2*side)]
		}
	}
	return &out
}

// blur takes the mean of each pixel's surroundings, along the rows and then the
// columns, twice: the mean of a mean weighs by distance.
func (l light) blur() {
	spare := make([]float32, len(l.at))
	for range passes {
		for y := range l.high {
			smooth(spare[y*l.wide:], l.at[y*l.wide:], l.wide, 1, window(l.wide))
		}
		for x := range l.wide {
			smooth(l.at[x:], spare[x:], l.high, l.wide, window(l.high))
		}
	}
}

// window is how many pixels of a line a mean is of.
func window(length int) int { return (length + 2*side - 1) / (2 * side) }

// smooth has each of the count pixels, stride apart, be the mean of a window
// around it, of which less is left at the ends.
func smooth(into, from []float32, count, stride, window int) {
	before := (window+2)/2 - 1 // the pixels ahead of the middle
	var sum float32
	in := 0 // how many the sum is of
	for ahead := range count + before {
		if ahead < count {
			sum += from[ahead*stride]
			in++
		}
		if behind := ahead - window; behind >= 0 {
			sum -= from[behind*stride]
			in--
		}
		if at := ahead - before; at >= 0 {
			into[at*stride] = sum / float32(in)
		}
	}
}
