package app

import (
	"slices"

	"github.com/xiezhi/xiezhi/internal/config"
)

// OwnSettings lists the settings in the file that only the process itself can
// follow: they count in --config and say nothing in a file that is applied.
func (f *File) OwnSettings() []string {
	kept := []string{keptLease, keptEgressAllow, keptCallbackURL}
	var own []string
	for _, key := range config.Keys() {
		if f.doc.Has(key) && !slices.Contains(kept, key) {
			own = append(own, key)
		}
	}
	return own
}
