package media

import "image"

// The veil's blur: the mean over this many pixels to each side, so often.
const (
	veilReach  = 3
	veilPasses = 2
)

// veil takes a small picture's colours and everything that could be made out.
// What can be seen through lies on grey.
func veil(from *image.RGBA) *image.Gray {
	width, height := from.Rect.Dx(), from.Rect.Dy()
	grey := image.NewGray(image.Rect(0, 0, width, height))
	for i := range grey.Pix {
		pixel := from.Pix[4*i : 4*i+4 : 4*i+4]
		light := (299*int(pixel[0]) + 587*int(pixel[1]) + 114*int(pixel[2])) / 1000
		grey.Pix[i] = uint8(min(255, light+(255-int(pixel[3]))/2))
	}
	for range veilPasses {
		for y := range height {
			blur(grey.Pix[y*width:], width, 1)
		}
		for x := range width {
			blur(grey.Pix[x:], height, width)
		}
	}
	return grey
}

// blur smooths a line of so many pixels, stride apart.
func blur(line []uint8, count, stride int) {
	var sums [veilSide + 1]int // of all before
	for i := range count {
		sums[i+1] = sums[i] + int(line[i*stride])
	}
	for i := range count {
		from, to := max(0, i-veilReach), min(count, i+veilReach+1)
		line[i*stride] = uint8((sums[to] - sums[from]) / (to - from))
	}
}
