//go:build linux

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"net/url"
)

// variable says where the PostgreSQL server is that testpg started. It has to
// be one that comes back when it is killed (testpg -revive).
const variable = "XIEZHI_TEST_POSTGRES"

// database is a database of its own on a server that may be killed.
type database struct {
	address *url.URL
	folder  string // the server's data
	db      *sql.DB
}

func openDatabase(ctx context.Context, name string) (*database, error) {
	address, err := url.Parse(os.Getenv(variable))
	if err != nil || address.Host == "" {
		return nil, errors.New(variable + " is not set: go run ./tools/testpg -durable -revive -- go run ./tools/proof")
	}
	server, err := sql.Open("pgx", address.String())
	if err != nil {
		return nil, err
	}
	defer server.Close()
	if _, err := server.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return nil, err
	}
	d := &database{address: address}
	if err := server.QueryRowContext(ctx, "SHOW data_directory").Scan(&d.folder); err != nil {
		return nil, err
	}
	d.address.Path = "/" + name
	d.db, err = sql.Open("pgx", d.address.String())
	return d, err
}

// through is the database's address for who goes through a link.
func (d *database) through(host string) string {
	other := *d.address
	other.Host = host
	return other.String()
}

// host is the server's host and port.
func (d *database) host() string {
	host, port, err := net.SplitHostPort(d.address.Host)
	if err != nil {
		return net.JoinHostPort(d.address.Host, "5432")
	}
	return net.JoinHostPort(host, port)
}

// pid is the server's process.
func (d *database) pid() (int, error) {
	text, err := os.ReadFile(filepath.Join(d.folder, "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return strconv.Atoi(first)
}

const comesBackWithin = 30 * time.Second

// restart ends the server as pg_ctl stop -m immediate does, and waits for the
// one that takes its place.
func (d *database) restart(ctx context.Context) error {
	pid, err := d.pid()
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, comesBackWithin)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		if now, err := d.pid(); err == nil && now != pid && d.db.PingContext(ctx) == nil {
			return nil
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return fmt.Errorf("the database did not come back within %s", comesBackWithin)
		}
	}
}
