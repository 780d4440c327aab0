// Package pdq computes PDQ, the perceptual hash that platforms exchange lists of
// known pictures in: 256 bits that stay nearly the same when a picture is
// scaled, recompressed or blurred. It gives the bits of the published reference
// but for the few that rounding decides.
package pdq

import (
	"encoding/binary"
	"encoding/hex"
	"image"
	"math"
	"math/bits"
	"slices"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Near is the greatest distance at which two pictures count as the same one, and
// LeastQuality the quality below which a picture shows too little to be told
// from others; both as its authors recommend.
const (
	Near         = 31
	LeastQuality = 50
)

const (
	side      = 64 // of the picture that is transformed, in pixels
	kept      = 16 // frequencies in each direction
	passes    = 2  // of the filter
	leastSide = 5  // in pixels; what is smaller has no hash
)

// Hash is a picture's, in the order in which it is written.
type Hash [kept * kept / 8]byte

// Parse reads a hash of 64 hex digits, or returns an Invalid fault.
func Parse(text string) (h Hash, err error) {
	if n, err := hex.Decode(h[:], []byte(text[:min(len(text), 2*len(h))])); err != nil || n != len(h) || len(text) != 2*len(h) {
		return Hash{}, fault.Field("hash", "must be 64 hex digits")
	}
	return h, nil
}

// String is the hash in hex digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Distance is the number of bits in which two hashes differ.
func (h Hash) Distance(other Hash) int {
	differ := 0
	for i := 0; i < len(h); i += 8 {
		differ += bits.OnesCount64(binary.LittleEndian.Uint64(h[i:]) ^ binary.LittleEndian.Uint64(other[i:]))
	}
	return differ
}

// Of is a picture's hash, and its quality from 0 to 100: how much there is to
// see. It takes time in proportion to the pixels; of large pictures a smaller
// copy has nearly the same hash.
func Of(picture image.Image) (h Hash, quality int) {
	light := luma(picture)
	if light.wide < leastSide || light.high < leastSide {
		return h, 0
	}
	small := light.shrunk()
	return bitsOf(transformed(small)), qualityOf(small)
}

// qualityOf sums how steeply the light changes. Whole hundredths only are
// counted, so that noise is none.
func qualityOf(small *[side][side]float32) int {
	sum := 0
	steep := func(a, b float32) int { return int(math.Abs(float64(int((a - b) * 100 / 255)))) }
	for y := range side {
		for x := range side {
			if y+1 < side {
				sum += steep(small[y][x], small[y+1][x])
			}
			if x+1 < side {
				sum += steep(small[y][x], small[y][x+1])
			}
		}
	}
	return min(100, sum/90)
}

// waves are the lowest frequencies of the cosine transform but for the constant.
var waves = func() (w [kept][side]float32) {
	scale := math.Sqrt(2.0 / side)
	for i := range kept {
		for j := range side {
			w[i][j] = float32(scale * math.Cos(math.Pi/2/side*float64((i+1)*(2*j+1))))
		}
	}
	return w
}()

// transformed is waves · small · wavesᵀ.
func transformed(small *[side][side]float32) (out [kept * kept]float32) {
	var half [kept][side]float32
	for i := range kept {
		for k := range side {
			wave := waves[i][k]
			for j := range side {
				half[i][j] += wave * small[k][j]
			}
		}
	}
	for i := range kept {
		for j := range kept {
			for k := range side {
				out[i*kept+j] += half[i][k] * waves[j][k]
			}
		}
	}
	return out
}

// bitsOf sets the bits of those above the median.
func bitsOf(values [kept * kept]float32) (h Hash) {
	sorted := values
	slices.Sort(sorted[:])
	median := sorted[(len(sorted)-1)/2]
	for i, value := range values {
		if value > median {
			h[len(h)-1-i/8] |= 1 << (i % 8)
		}
	}
	return h
}
