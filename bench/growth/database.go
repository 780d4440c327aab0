package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/xiezhi/xiezhi/internal/id"
)

// serverVariable names the PostgreSQL server, as for the tests.
const serverVariable = "XIEZHI_TEST_POSTGRES"

// The engines.
const (
	sqlite   = "SQLite"
	postgres = "PostgreSQL"
)

// engines are measured both.
var engines = []string{sqlite, postgres}

// newDatabase makes an empty one and gives its address, and what removes it.
func (o options) newDatabase(ctx context.Context, engine string) (address string, remove func() error, err error) {
	name := "xiezhi_growth_" + id.NewKey()[:12]
	if engine == sqlite {
		path := filepath.Join(o.work, name+".db")
		return "sqlite:" + path, func() error {
			files, err := filepath.Glob(path + "*") // its log and its locks
			for _, file := range files {
				err = errors.Join(err, os.Remove(file))
			}
			return err
		}, nil
	}
	server := os.Getenv(serverVariable)
	if server == "" {
		return "", nil, fmt.Errorf("%s names no PostgreSQL server: go run ./tools/testpg -durable -- go run ./bench/growth", serverVariable)
	}
	if err := onServer(ctx, server, "CREATE DATABASE "+name); err != nil {
		return "", nil, err
	}
	parsed, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	parsed.Path = "/" + name
	return parsed.String(), func() error {
		return onServer(context.WithoutCancel(ctx), server, "DROP DATABASE "+name+" WITH (FORCE)")
	}, nil
}

func onServer(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}
