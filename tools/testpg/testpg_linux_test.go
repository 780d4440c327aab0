package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestServerDiesWithUs kills a testpg the hard way.
func TestServerDiesWithUs(t *testing.T) {
	if os.Getenv("TESTPG_CHILD") != "" { // the child: says where its server is, then waits for its end
		code, err := run([]string{"sh", "-c", "echo $XIEZHI_TEST_POSTGRES; read forever"})
		t.Fatal(code, err)
	}
	t.Parallel()
	child := exec.Command(os.Args[0], "-test.run=^TestServerDiesWithUs$")
	child.Env = append(os.Environ(), "TESTPG_CHILD=yes", variable+"=")
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 200)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimSpace(string(line[:n]))
	conn, err := pgx.Connect(context.Background(), address)
	if err != nil {
		t.Fatalf("%q: %v", address, err)
	}
	var data string
	if err := conn.QueryRow(context.Background(), "SHOW data_directory").Scan(&data); err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(filepath.Dir(data)) // who is killed leaves his folder
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	// The connection ends when the server does; nothing else ends this read.
	if _, err := conn.WaitForNotification(context.Background()); err == nil {
		t.Error("the server notified us of something")
	}
}
