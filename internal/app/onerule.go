package app

import (
	"github.com/xiezhi/xiezhi/internal/rules"
)

// OneRule is the only rule that the file declares.
func (f *File) OneRule() (rules.Rule, error) {
	if len(f.Rules) != 1 {
		return rules.Rule{}, f.doc.Problem("rules", "must declare one rule")
	}
	return f.Rules[0].rule(), nil
}
