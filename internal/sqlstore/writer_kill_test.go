package sqlstore_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// killVariable makes this test binary the one to be killed: its value is the
// database's address.
const killVariable = "XIEZHI_TEST_KILL"

// TestWhatIsAcknowledgedSurvivesTheKill kills a writing process three times
// and misses nothing of what it had been told was written.
func TestWhatIsAcknowledgedSurvivesTheKill(t *testing.T) {
	if address := os.Getenv(killVariable); address != "" {
		writeForEver(t, address)
	}
	t.Parallel()
	d := storetest.SQLite(t)
	var acknowledged []string
	for round := range 3 {
		acknowledged = append(acknowledged, killWhileWriting(t, d.Address, round)...)
		store := d.Open(t, sqlstore.Options{Serve: true}) // the killed one's lock is gone
		for _, name := range acknowledged {
			if !isSet(t, store, name) {
				t.Errorf("round %d: %s was acknowledged and is lost", round, name)
			}
		}
		must(t, store.Close())
	}
	t.Logf("%d acknowledged, none lost", len(acknowledged))
}

// killWhileWriting returns what the killed process had acknowledged.
func killWhileWriting(t *testing.T, address string, round int) (acknowledged []string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestWhatIsAcknowledgedSurvivesTheKill$")
	child.Env = append(os.Environ(), killVariable+"="+address, fmt.Sprint("XIEZHI_TEST_ROUND=", round))
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == 300 {
			must(t, child.Process.Kill())
		}
	}
	_ = child.Wait()
	if len(acknowledged) < 300 {
		t.Fatalf("the writing process ended by itself: %q", acknowledged)
	}
	return acknowledged
}

// writeForEver prints each name only after its write was acknowledged, in one
// system call, so that a line is whole or absent.
func writeForEver(t *testing.T, address string) {
	store, err := sqlstore.Open(background, address, sqlstore.Options{Serve: true})
	must(t, err)
	failed := make(chan error)
	for w := range 16 {
		go func() {
			for i := 0; ; i++ {
				name := fmt.Sprintf("%s-%d-%d", os.Getenv("XIEZHI_TEST_ROUND"), w, i)
				if err := put(store, name); err != nil {
					failed <- err
				}
				_, _ = os.Stdout.WriteString(name + "\n")
			}
		}()
	}
	t.Fatal(<-failed)
}
