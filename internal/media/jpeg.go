package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
)

// The markers of a JPEG file that are looked at.
const (
	markSOF2 = 0xc2 // begins a progressive picture
	markSOS  = 0xda // its pixels follow
	markAPP1 = 0xe1 // EXIF
)

// jpegDepth counts what a progressive picture takes besides its pixels: all its
// coefficients, of 4 bytes each, are kept until the last is read.
func jpegDepth(model color.Model, data []byte) int {
	depth, planes := 7, 3 // RGB is decoded as planes and then put together
	switch model {
	case color.GrayModel:
		depth, planes = 1, 1
	case color.YCbCrModel:
		depth = 3
	case color.CMYKModel:
		depth, planes = 8, 4
	}
	progressive := false
	segments(data, func(marker byte, _ []byte) bool {
		progressive = marker == markSOF2
		return !progressive
	})
	if progressive {
		depth += 4 * planes
	}
	return depth
}

// segments goes through what stands before the pixels, until see says no.
func segments(data []byte, see func(marker byte, body []byte) bool) {
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			at++ // some writers leave bytes between segments
			continue
		}
		marker := data[at+1]
		if marker == 0xff || marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd7 { // no length follows
			at++
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == markSOS || end < at+4 || end > len(data) || !see(marker, data[at+4:end]) {
			return
		}
		at = end
	}
}

// orientationOf is how a camera was held, as EXIF has it; 1 where it does not.
func orientationOf(data []byte) (orientation int) {
	orientation = 1
	segments(data, func(marker byte, body []byte) bool {
		tiff, is := bytes.CutPrefix(body, []byte("Exif\x00\x00"))
		if marker != markAPP1 || !is {
			return true
		}
		if found := tiffOrientation(tiff); found >= 1 && found <= 8 {
			orientation = found
		}
		return false
	})
	return orientation
}

// tiffOrientation looks through the first directory of EXIF's table; 0 where
// it says nothing.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	const tag, entry = 0x0112, 12
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	count := int(order.Uint16(tiff[at:]))
	for rest := tiff[at+2:]; count > 0 && len(rest) >= entry; rest, count = rest[entry:], count-1 {
		if order.Uint16(rest) == tag {
			return int(order.Uint16(rest[8:]))
		}
	}
	return 0
}

// turned draws a picture the way up that its camera meant.
func turned(from *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return from
	}
	width, height := from.Rect.Dx(), from.Rect.Dy()
	into := image.NewRGBA(image.Rect(0, 0, width, height))
	if orientation >= 5 {
		into = image.NewRGBA(image.Rect(0, 0, height, width))
	}
	for y := range height {
		for x := range width {
			toX, toY := turn(x, y, width, height, orientation)
			copy(into.Pix[into.PixOffset(toX, toY):][:4], from.Pix[from.PixOffset(x, y):][:4])
		}
	}
	return into
}

// turn tells where a pixel goes.
func turn(x, y, width, height, orientation int) (toX, toY int) {
	switch orientation {
	case 2:
		return width - 1 - x, y
	case 3:
		return width - 1 - x, height - 1 - y
	case 4:
		return x, height - 1 - y
	case 5:
		return y, x
	case 6:
		return height - 1 - y, x
	case 7:
		return height - 1 - y, width - 1 - x
	}
	return y, width - 1 - x // 8
}
