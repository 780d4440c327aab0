package storetest

import (
	"flag"
	"os"
	"testing"
)

// TestMain has the model checked fewer times than rapid would by itself: every
// step is a transaction on a disk. -rapid.checks=1000 looks harder.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", checks); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
