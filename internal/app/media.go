package app

import (
	"path/filepath"
	"strings"

	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/protocol/native"
)

// newMedia makes the room of media, which keeps its files under Data. Another
// process of the same store has its own.
func (c *core) newMedia() (*media.Service, error) {
	return media.New(media.Options{Dir: filepath.Join(c.own.Data, "media"), Client: c.egress, Now: c.now})
}

func isMedia(path string) bool { return strings.HasPrefix(path, native.MediaPrefix+"/") }
