//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// oldest is the first major version that Xiezhi supports.
const oldest = 15

// programs are a PostgreSQL server's programs.
type programs struct {
	dir   string   // where initdb and postgres are
	major int      // their version
	env   []string // what they need in their environment beside ours
}

// find looks on the machine, then in our cache, then installs, then fetches.
func find(ctx context.Context) (programs, error) {
	if found, ok := onMachine(ctx); ok {
		return found, nil
	}
	if found, ok := unpacked(ctx); ok {
		return found, nil
	}
	ways := []func(context.Context) (programs, error){install, fetch}
	if os.Geteuid() != 0 {
		ways = ways[1:]
	}
	var all error
	for _, way := range ways {
		found, err := way(ctx)
		if err == nil {
			return found, nil
		}
		say("%v", err)
		all = errors.Join(all, err)
	}
	return programs{}, fmt.Errorf("no PostgreSQL %d or newer: install one (Debian: apt-get install postgresql) or set %s: %w", oldest, variable, all)
}

// onMachine looks in PATH and where the distributions put the server, newest
// first.
func onMachine(ctx context.Context) (programs, bool) {
	var dirs []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
	} {
		matches, _ := filepath.Glob(pattern) // fails only for a bad pattern
		dirs = append(dirs, matches...)
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	return best(ctx, dirs, nil)
}

// best is the newest of the folders whose programs work.
func best(ctx context.Context, dirs, env []string) (programs, bool) {
	var found []programs
	for _, dir := range dirs {
		if p, err := check(ctx, dir, env); err == nil {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return programs{}, false
	}
	return slices.MaxFunc(found, func(a, b programs) int { return a.major - b.major }), true
}

var version = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// check runs the programs for their version: a wrapper or a link to nothing
// does not count.
func check(ctx context.Context, dir string, env []string) (programs, error) {
	p := programs{dir: dir, env: env}
	for _, name := range []string{"initdb", "postgres"} {
		c := exec.CommandContext(ctx, filepath.Join(dir, name), "--version")
		c.Env = append(os.Environ(), env...)
		out, err := c.Output()
		if err != nil {
			return p, err
		}
		match := version.FindSubmatch(out)
		if match == nil {
			return p, fmt.Errorf("%s in %s is not PostgreSQL's", name, dir)
		}
		if p.major, err = strconv.Atoi(string(match[1])); err != nil || p.major < oldest {
			return p, fmt.Errorf("%s in %s is version %s", name, dir, match[1])
		}
	}
	return p, nil
}
