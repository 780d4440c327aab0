package classify

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"

	"github.com/xiezhi/xiezhi/internal/fault"
)

const (
	logWeights = 18
	weights    = 1 << logWeights
	perLetter  = 3 // features that end at a letter
)

// Model scores lines. It never changes; any number of goroutines may use it.
type Model struct {
	weights [weights]int8
	letters [1 << 16]int8 // the weights of single letters, by themselves: the usual ones are near each other
	scale   float32       // of a weight
	bias    float32
}

// ready comes after the weights.
func (m *Model) ready() *Model {
	for code := range m.letters {
		m.letters[code] = m.weights[mix(uint64(code))]
	}
	return m
}

// The features are runs of one, of two and of three letters. Runs of four take
// accuracy away and time.
const (
	single = 1<<16 - 1
	pair   = 1<<32 - 1
	triple = 1<<48 - 1
)

// mix spreads a run of codes over the weights.
func mix(w uint64) uint32 { return uint32(w * 0x9e3779b97f4a7c15 >> (64 - logWeights)) }

// Score is how likely the line of these folded codes is a violation, in [0,1].
// An empty line is none.
func (m *Model) Score(codes []uint16) float64 {
	n := len(codes)
	if n == 0 {
		return 0
	}
	sum := int32(0)
	w := uint64(0)
	for _, code := range codes {
		w = w<<16 | uint64(code)
		sum += int32(m.letters[code]) + int32(m.weights[mix(w&pair)]) + int32(m.weights[mix(w&triple)])
	}
	return sigmoid(float64(m.bias) + float64(m.scale)*float64(sum)*perFeature(n))
}

// perFeature makes long lines comparable with short ones.
func perFeature(n int) float64 {
	if n < len(perFew) {
		return perFew[n]
	}
	return 1 / math.Sqrt(float64(n))
}

var perFew = func() (table [64]float64) {
	for n := range table {
		table[n] = 1 / math.Sqrt(float64(n))
	}
	return table
}()

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// magic begins a model's file; its last byte is the version.
var magic = []byte("xiezhi model\x00\x02")

// MarshalBinary writes the model as a file: magic, scale, bias, weights, CRC-32.
func (m *Model) MarshalBinary() ([]byte, error) {
	out := bytes.NewBuffer(magic[:len(magic):len(magic)])
	for _, part := range []any{m.scale, m.bias, m.weights[:]} {
		if err := binary.Write(out, binary.LittleEndian, part); err != nil {
			return nil, err
		}
	}
	return binary.LittleEndian.AppendUint32(out.Bytes(), crc32.ChecksumIEEE(out.Bytes())), nil
}

// UnmarshalBinary reads such a file. What is none is an Invalid fault.
func (m *Model) UnmarshalBinary(file []byte) error {
	const sum = 4
	if len(file) != len(magic)+8+weights+sum || !bytes.HasPrefix(file, magic) {
		return fault.Field("model", "this is no model that this version reads")
	}
	body := file[:len(file)-sum]
	if binary.LittleEndian.Uint32(file[len(body):]) != crc32.ChecksumIEEE(body) {
		return fault.Field("model", "the file is damaged")
	}
	rest := body[len(magic):]
	m.scale = math.Float32frombits(binary.LittleEndian.Uint32(rest))
	m.bias = math.Float32frombits(binary.LittleEndian.Uint32(rest[4:]))
	for i, b := range rest[8:] {
		m.weights[i] = int8(b)
	}
	m.ready()
	return nil
}
