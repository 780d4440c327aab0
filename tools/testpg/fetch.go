//go:build unix

package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// install lets apt put PostgreSQL on the machine, for root, without Debian's
// own cluster and without a running service.
func install(ctx context.Context) (programs, error) {
	if _, err := exec.LookPath("apt-get"); err != nil {
		return programs{}, errors.New("there is no apt-get to install PostgreSQL with")
	}
	say("installing PostgreSQL with apt-get (once)")
	undo, err := quietCluster()
	if err != nil {
		return programs{}, err
	}
	defer undo()
	if err := quietly(ctx, "", "apt-get", "update", "-qq"); err != nil {
		return programs{}, err
	}
	if err := quietly(ctx, "", "apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"); err != nil {
		return programs{}, err
	}
	if found, ok := onMachine(ctx); ok {
		return found, nil
	}
	return programs{}, errors.New("apt-get installed PostgreSQL, but not one that serves")
}

// quietCluster tells Debian's packages, while they are installed, neither to
// create a cluster nor to start services. Files that are there already stay.
func quietCluster() (undo func(), err error) {
	var written []string
	undo = func() {
		for _, path := range written {
			_ = os.Remove(path)
		}
	}
	for path, text := range map[string]string{
		"/etc/postgresql-common/createcluster.d/testpg.conf": "create_main_cluster = false\n",
		"/usr/sbin/policy-rc.d":                              "#!/bin/sh\nexit 101\n",
	} {
		if _, err := os.Stat(path); err == nil {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return undo, err
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			return undo, err
		}
		written = append(written, path)
	}
	return undo, nil
}

// fetch downloads Debian's packages and unpacks them beside the build, which
// needs no rights.
func fetch(ctx context.Context) (programs, error) {
	for _, tool := range []string{"apt-cache", "apt-get", "dpkg"} {
		if _, err := exec.LookPath(tool); err != nil {
			return programs{}, fmt.Errorf("there is no %s to fetch PostgreSQL with", tool)
		}
	}
	root, err := cache()
	if err != nil {
		return programs{}, err
	}
	packages, err := wanted(ctx)
	if err != nil {
		return programs{}, err
	}
	say("downloading %s into %s (once)", strings.Join(packages, ", "), root)
	if err := download(ctx, root, packages); err != nil {
		return programs{}, err
	}
	if found, ok := unpacked(ctx); ok {
		return found, nil
	}
	return programs{}, fmt.Errorf("the PostgreSQL unpacked in %s does not run", root)
}

// wanted is the newest server package that apt knows, and the libraries that it
// needs and the machine lacks.
func wanted(ctx context.Context) ([]string, error) {
	out, err := exec.CommandContext(ctx, "apt-cache", "pkgnames", "postgresql-").Output()
	if err != nil {
		return nil, fmt.Errorf("apt-cache: %w", err)
	}
	server := regexp.MustCompile(`(?m)^postgresql-(\d+)$`)
	majors := server.FindAllStringSubmatch(string(out), -1)
	if len(majors) == 0 {
		return nil, errors.New("apt-cache knows no PostgreSQL server (apt-get update may help)")
	}
	newest := slices.MaxFunc(majors, func(a, b []string) int { return cmp.Compare(number(a[1]), number(b[1])) })[0]
	libraries, err := missingLibraries(ctx, newest)
	return append([]string{newest}, libraries...), err
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // the pattern holds only digits
	return n
}

// missingLibraries are the library packages that the server depends on,
// directly or through one of them, and that are not installed. LLVM, for a
// compiler that we leave off, is not among them.
func missingLibraries(ctx context.Context, server string) ([]string, error) {
	names := []string{server}
	for i := 0; i < len(names); i++ {
		out, err := exec.CommandContext(ctx, "apt-cache", "depends", names[i]).Output()
		if err != nil {
			return nil, fmt.Errorf("apt-cache: %w", err)
		}
		for line := range strings.Lines(string(out)) {
			name, needed := strings.CutPrefix(strings.TrimSpace(line), "Depends: ") // "|Depends:" has an alternative
			library := strings.HasPrefix(name, "lib") && !strings.HasPrefix(name, "libllvm")
			if needed && library && !slices.Contains(names, name) && !installed(ctx, name) {
				names = append(names, name)
			}
		}
	}
	return names[1:], nil
}

func installed(ctx context.Context, name string) bool {
	out, err := exec.CommandContext(ctx, "dpkg-query", "-W", "-f", "${db:Status-Status}", name).Output()
	return err == nil && string(out) == "installed"
}

// download unpacks into a folder that gets its name only when it is complete.
func download(ctx context.Context, root string, packages []string) error {
	if err := os.MkdirAll(filepath.Dir(root), 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(root), "fetching-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }() // what is left is under .cache
	// One by one: a name that only stands for others has nothing to download.
	for i, name := range packages {
		if err := quietly(ctx, work, "apt-get", "download", "-qq", name); err != nil && i == 0 {
			return err
		}
	}
	files, _ := filepath.Glob(filepath.Join(work, "*.deb")) // fails only for a bad pattern
	for _, file := range files {
		if err := quietly(ctx, work, "dpkg", "-x", file, filepath.Join(work, "root")); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(root); err != nil {
		return err
	}
	return os.Rename(filepath.Join(work, "root"), root)
}

// unpacked looks at what fetch left.
func unpacked(ctx context.Context) (programs, bool) {
	root, err := cache()
	if err != nil {
		return programs{}, false
	}
	dirs, _ := filepath.Glob(filepath.Join(root, "usr/lib/postgresql/*/bin"))
	libraries, _ := filepath.Glob(filepath.Join(root, "usr/lib/*-linux-*"))
	libraries = append(libraries, filepath.Join(root, "usr/lib"))
	return best(ctx, dirs, []string{"LD_LIBRARY_PATH=" + strings.Join(libraries, ":")})
}

// cache is .cache/postgres of the repository.
func cache() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return filepath.Join(at, ".cache", "postgres"), nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("%s is in no Go module", dir)
		}
	}
}

// quietly runs a command and shows its output only in the error.
func quietly(ctx context.Context, dir, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	out, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, bytes.TrimSpace(out))
	}
	return nil
}
