package screen

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

// WaveMost is how many messages one case gathers at most.
const WaveMost = 1000

// Wave is equal for messages that say the same, however it is typed, so that
// one decision can be the answer to all of them; empty for pictures. Nearly the
// same is not the same: a wave that changes its texts may carry one that is
// harmless.
func Wave(line content.Line) string {
	if line.Type == content.PictureLine {
		return ""
	}
	var folded normalize.Folded
	folded.Set(line.Text)
	var bytes []byte
	for _, code := range folded.Codes() {
		bytes = binary.LittleEndian.AppendUint16(bytes, code)
	}
	kind := "folded "
	if len(bytes) == 0 {
		kind, bytes = "typed ", []byte(line.Text)
	}
	sum := sha256.Sum256(append([]byte(kind), bytes...))
	return base64.RawURLEncoding.EncodeToString(sum[:16]) // 128 bits, as the keys of reports
}
