package media

import (
	"encoding/binary"
	"errors"
)

var errWebP = errors.New("webp: this is no picture")

// webpFrame is one picture of a WebP file: its chunks, each without its header.
type webpFrame struct {
	alpha []byte // nil for none
	lossy []byte // either this
	exact []byte // or this
}

// measureWebP finds the first picture and puts it into a file of its own. The
// decoder reads no animations, and takes the size from a part of the header
// that need not be that of the picture.
func (s *sketch) measureWebP() error {
	if len(s.data) < 12 {
		return errWebP
	}
	var first webpFrame
	frames := 0
	chunks(s.data[12:], func(name string, body []byte) {
		if name == "ANMF" && len(body) > 16 {
			if frames++; frames == 1 {
				chunks(body[16:], first.take)
			}
			return
		}
		if frames == 0 {
			first.take(name, body)
		}
	})
	s.frames = max(1, frames)
	if err := s.sizeOf(first); err != nil {
		return err
	}
	s.data = first.file(s.width, s.height)
	return nil
}

func (f *webpFrame) take(name string, body []byte) {
	switch {
	case name == "ALPH" && f.alpha == nil:
		f.alpha = body
	case name == "VP8 " && f.lossy == nil && f.exact == nil:
		f.lossy = body
	case name == "VP8L" && f.lossy == nil && f.exact == nil:
		f.exact = body
	}
}

// sizeOf reads the size where the decoder will take it from.
func (s *sketch) sizeOf(f webpFrame) error {
	switch {
	case len(f.exact) >= 5 && f.exact[0] == 0x2f:
		bits := binary.LittleEndian.Uint32(f.exact[1:])
		s.width, s.height, s.depth = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1, 8
	case len(f.lossy) >= 10 && string(f.lossy[3:6]) == "\x9d\x01\x2a":
		s.width = int(binary.LittleEndian.Uint16(f.lossy[6:]) & 0x3fff)
		s.height = int(binary.LittleEndian.Uint16(f.lossy[8:]) & 0x3fff)
		s.depth = 2
		if f.alpha != nil {
			s.depth = 8 // which may be packed as exactly as a picture
		}
	default:
		return errWebP
	}
	return nil
}

// file makes a file of the picture alone.
func (f webpFrame) file(width, height int) []byte {
	body := []byte("WEBP")
	switch {
	case f.exact != nil:
		body = chunk(body, "VP8L", f.exact)
	case f.alpha != nil:
		const seenThrough = 0x10
		w, h := width-1, height-1
		body = chunk(body, "VP8X", []byte{seenThrough, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)})
		body = chunk(body, "ALPH", f.alpha)
		body = chunk(body, "VP8 ", f.lossy)
	default:
		body = chunk(body, "VP8 ", f.lossy)
	}
	return chunk(nil, "RIFF", body)
}

func chunk(into []byte, name string, body []byte) []byte {
	into = append(into, name...)
	into = binary.LittleEndian.AppendUint32(into, uint32(len(body)))
	into = append(into, body...)
	if len(body)%2 == 1 {
		into = append(into, 0)
	}
	return into
}

// chunks goes through the chunks that are there in full.
func chunks(data []byte, see func(name string, body []byte)) {
	for len(data) >= 8 {
		size := int64(binary.LittleEndian.Uint32(data[4:]))
		if size > int64(len(data)-8) {
			return
		}
		see(string(data[:4]), data[8:8+size])
		data = data[min(int64(len(data)), 8+size+size%2):]
	}
}
