package app

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/config"
)

const examplePath = "../../config.example.yaml"

func TestExampleAsItStandsIsTheDefault(t *testing.T) {
	t.Parallel()
	file, err := ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(config.Default(), file.Settings); diff != "" || file.declares() {
		t.Errorf("declares %v, settings %s", file.declares(), diff)
	}
}

// TestExampleShowsEveryKey takes the single # away and reads what stood behind.
func TestExampleShowsEveryKey(t *testing.T) {
	data, err := os.ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`(?m)^#([^#])`).ReplaceAllString(string(data), "$1")
	for _, name := range regexp.MustCompile(`\$\{([A-Z0-9_]+)\}`).FindAllStringSubmatch(text, -1) {
		t.Setenv(name[1], strings.Repeat("0f", 32))
	}
	file, err := ParseFile("example", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range config.Keys() {
		if !file.doc.Has(key) {
			t.Errorf("%s is not shown", key)
		}
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[File]()) {
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if len(field.Index) == 1 && name != "" && !file.doc.Has(name) {
			t.Errorf("%s is not shown", name)
		}
	}
	if file.Apps[0].Uplus == nil || len(file.Words) != 1 || file.Staff[0].Role != "reviewer" {
		t.Errorf("read as %+v", file)
	}
}
