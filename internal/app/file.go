package app

import (
	"fmt"
	"os"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// File is the one form of Xiezhi's YAML: the server's settings, and what is
// declared. What it does not mention stays as it is.
type File struct {
	config.Settings `yaml:",inline"`

	Apps         []tenant.App     `yaml:"apps"`
	Staff        []staff.Declared `yaml:"staff"`
	RiskUsers    []ListedUser     `yaml:"risk_users"`
	SpecialUsers []ListedUser     `yaml:"special_users"`
	Words        []WordList       `yaml:"words"`
	Rules        []DeclaredRule   `yaml:"rules"`

	doc *config.Document
}

// ListedUser is a user of an app on its risk or special list.
type ListedUser struct {
	App    string `yaml:"app"`
	UserID string `yaml:"user_id"`
}

// WordList are terms for a shared list, which others may have added to.
type WordList struct {
	List     string   `yaml:"list"`
	Category string   `yaml:"category"`
	Action   string   `yaml:"action"` // mask, review or deny
	Terms    []string `yaml:"terms"`
}

// ReadFile reads and checks a file.
func ReadFile(path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > config.MaxFile {
		return nil, fmt.Errorf("%s: is longer than %d bytes", path, config.MaxFile)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ParseFile(path, data)
}

// ParseFile reads and checks a file's text; the source's name is for errors.
func ParseFile(source string, data []byte) (*File, error) {
	file := &File{Settings: config.Default()}
	doc, err := config.Decode(source, data, file)
	if err != nil {
		return nil, err
	}
	file.doc = doc
	if problems := file.problems(); len(problems) > 0 {
		return nil, config.Join(problems)
	}
	return file, nil
}

// declares reports whether the file has anything to apply.
func (f *File) declares() bool {
	for _, key := range []string{"apps", "staff", "risk_users", "special_users", "words", "rules", "lease", "egress", "callback_url", "retention"} {
		if f.doc.Has(key) {
			return true
		}
	}
	return false
}
