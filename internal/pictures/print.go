package pictures

import (
	"image"

	"golang.org/x/image/draw"

	"github.com/xiezhi/xiezhi/internal/pictures/pdq"
)

// printSide is the longest side of what is hashed, in pixels: more changes few
// bits and takes long.
const printSide = 512

// Print is what a picture is recognised by: its hash, and that of what is inside
// its border, which is the same where it has none.
type Print struct {
	Hash    pdq.Hash
	Inner   pdq.Hash
	Quality int // from 0 to 100, the lesser of both; see Telling
}

// PrintOf takes a picture's print.
func PrintOf(picture image.Image) Print {
	small := fitted(picture, printSide)
	p := Print{}
	p.Hash, p.Quality = pdq.Of(small)
	p.Inner = p.Hash
	if inside := withoutBorder(small); inside != small.Rect {
		hash, quality := pdq.Of(small.SubImage(inside))
		if quality >= pdq.LeastQuality {
			p.Inner = hash
		}
	}
	return p
}

// Telling reports whether the picture shows enough to be told from others. Most
// pictures of next to nothing are alike.
func (p Print) Telling() bool { return p.Quality >= pdq.LeastQuality }

// Distance is that of the parts of two pictures that are most alike.
func (p Print) Distance(other Print) int {
	return min(p.Hash.Distance(other.Hash), p.Hash.Distance(other.Inner), p.Inner.Distance(other.Hash), p.Inner.Distance(other.Inner))
}

// Near reports whether both are the same picture, as far as one can tell.
func (p Print) Near(other Print) bool {
	return p.Telling() && other.Telling() && p.Distance(other) <= pdq.Near
}

// fitted is a copy whose sides are at most so many pixels. What can be seen
// through lies on white.
func fitted(picture image.Image, side int) *image.RGBA {
	bounds := picture.Bounds()
	wide, high := bounds.Dx(), bounds.Dy()
	if long := max(wide, high); long > side {
		wide, high = max(1, wide*side/long), max(1, high*side/long)
	}
	into := image.NewRGBA(image.Rect(0, 0, wide, high))
	draw.Draw(into, into.Rect, image.White, image.Point{}, draw.Src)
	draw.BiLinear.Scale(into, into.Rect, picture, bounds, draw.Over, nil)
	return into
}

// What counts as a border: lines in which most pixels have nearly the
// colour of the corner, not more than a third of the picture at each side.
const (
	borderShade = 40 // of 255, how far a colour may be from the corner's
	borderPart  = 3
	borderSpare = 7 // one pixel of so many may be otherwise: compression makes waves beside edges
)

// withoutBorder is what is left of a picture's area.
func withoutBorder(picture *image.RGBA) image.Rectangle {
	area := picture.Rect
	most := image.Pt(area.Dx()/borderPart, area.Dy()/borderPart)
	inside := area
	for range most.Y {
		if isPlain(picture, image.Rect(area.Min.X, inside.Min.Y, area.Max.X, inside.Min.Y+1), area.Min) {
			inside.Min.Y++
		}
		if isPlain(picture, image.Rect(area.Min.X, inside.Max.Y-1, area.Max.X, inside.Max.Y), area.Max.Sub(image.Pt(1, 1))) {
			inside.Max.Y--
		}
	}
	for range most.X {
		if isPlain(picture, image.Rect(inside.Min.X, inside.Min.Y, inside.Min.X+1, inside.Max.Y), area.Min) {
			inside.Min.X++
		}
		if isPlain(picture, image.Rect(inside.Max.X-1, inside.Min.Y, inside.Max.X, inside.Max.Y), area.Max.Sub(image.Pt(1, 1))) {
			inside.Max.X--
		}
	}
	return inside
}

// isPlain reports whether a line has the colour of a corner.
func isPlain(picture *image.RGBA, line image.Rectangle, corner image.Point) bool {
	want := picture.RGBAAt(corner.X, corner.Y)
	spare := (line.Dx() + line.Dy()) / borderSpare
	for y := line.Min.Y; y < line.Max.Y; y++ {
		for x := line.Min.X; x < line.Max.X; x++ {
			got := picture.RGBAAt(x, y)
			if apart(got.R, want.R) > borderShade || apart(got.G, want.G) > borderShade || apart(got.B, want.B) > borderShade {
				if spare--; spare < 0 {
					return false
				}
			}
		}
	}
	return true
}

func apart(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }
