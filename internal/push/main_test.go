package push_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain has the property checked fewer times than rapid would by itself:
// every check carries a thousand messages and restarts servers.
// -rapid.checks=100 looks harder.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", "5"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
