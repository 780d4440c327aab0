package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// What an archive holds besides the files below Evidence.
const (
	Database = "xiezhi.db"
	Key      = "secret.key"
	Evidence = "evidence"
	manifest = "manifest.json"
)

// CodeDamaged is the stable code of an archive that is not what was written.
const CodeDamaged = "archive_damaged"

// Contents is what an archive holds.
type Contents struct {
	MadeAt time.Time `json:"made_at"`
	By     string    `json:"by"` // the program's version
	Files  []File    `json:"files"`
}

// File is one file of an archive.
type File struct {
	Name   string `json:"name"` // below the data folder, with slashes
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Bytes is the size of all files.
func (c Contents) Bytes() int64 {
	total := int64(0)
	for _, f := range c.Files {
		total += f.Size
	}
	return total
}

// allowed reports whether an archive may hold a file of that name: nothing that
// leads out of the folder, and nothing that we would not have put there.
func allowed(name string) bool {
	switch {
	case name == Database, name == Key, name == manifest:
		return true
	case !strings.HasPrefix(name, Evidence+"/"), strings.ContainsAny(name, "\\:\x00"):
		return false
	}
	return path.Clean(name) == name && !strings.HasPrefix(path.Base(name), ".")
}

// copyHashed copies and returns what was copied.
func copyHashed(name string, to io.Writer, from io.Reader) (File, error) {
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, sum), from)
	return File{name, n, hex.EncodeToString(sum.Sum(nil))}, err
}

func damaged(format string, args ...any) error {
	return fault.New(fault.Conflict, CodeDamaged, format, args...)
}
