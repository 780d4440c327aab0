package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// server is a Redis of our own, on a socket that nobody else sees, that writes
// nothing to disk.
type server struct {
	command *exec.Cmd
	folder  string
	version string
	conns   sync.Pool // of *conn
}

// startRedis starts one, or returns nil where the machine has none.
func startRedis() (*server, error) {
	path, err := exec.LookPath("redis-server")
	if errors.Is(err, exec.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "xiezhi-redis-")
	if err != nil {
		return nil, err
	}
	s := &server{folder: folder}
	s.command = exec.Command(path, "--port", "0", "--unixsocket", s.socket(), "--save", "", "--appendonly", "no", "--dir", folder)
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	for range 500 {
		if s.version, err = s.info("redis_version"); err == nil {
			return s, nil
		}
		<-time.After(10 * time.Millisecond)
	}
	s.stop()
	return nil, err
}

func (s *server) socket() string { return filepath.Join(s.folder, "redis.sock") }

func (s *server) stop() {
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
	_ = os.RemoveAll(s.folder)
}

// info is a figure of the server.
func (s *server) info(name string) (string, error) {
	var text string
	err := s.with(func(c *conn) (err error) {
		text, err = c.call("INFO")
		return err
	})
	for line := range strings.Lines(text) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), name+":"); found {
			return value, err
		}
	}
	return "", err
}

func (s *server) number(name string) (float64, error) {
	text, err := s.info(name)
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(text, 64)
}

// with lends a connection.
func (s *server) with(do func(*conn) error) error {
	c, ok := s.conns.Get().(*conn)
	if !ok {
		socket, err := net.Dial("unix", s.socket())
		if err != nil {
			return err
		}
		c = &conn{bufio.NewReader(socket), bufio.NewWriter(socket)}
	}
	defer s.conns.Put(c)
	return do(c)
}

// conn speaks as little RESP as we need.
type conn struct {
	*bufio.Reader
	*bufio.Writer
}

func (c *conn) send(words ...string) {
	c.head('*', len(words))
	for _, word := range words {
		c.head('$', len(word))
		_, _ = c.WriteString(word) // Flush tells
		_, _ = c.WriteString("\r\n")
	}
}

func (c *conn) head(kind byte, size int) {
	_, _ = c.Write(append(strconv.AppendInt(append(c.AvailableBuffer(), kind), int64(size), 10), '\r', '\n'))
}

func (c *conn) call(words ...string) (string, error) {
	c.send(words...)
	if err := c.Flush(); err != nil {
		return "", err
	}
	return c.answer()
}

// answer reads one. Of a list it is the last member's.
func (c *conn) answer() (string, error) {
	line, err := c.ReadString('\n')
	if err != nil {
		return "", err
	}
	if line[0] == ':' {
		return line[1:], nil
	}
	size, _ := strconv.Atoi(strings.TrimSpace(line[1:]))
	switch line[0] {
	case '-':
		return "", errors.New(line)
	case '$':
		text := make([]byte, size+2)
		_, err := io.ReadFull(c.Reader, text)
		return string(text[:size]), err
	case '*':
		last := ""
		for range size {
			if last, err = c.answer(); err != nil {
				return "", err
			}
		}
		return last, nil
	}
	return line[1:], nil
}

// redis is one sorted set, by the last heartbeat: enough to know who is online,
// with no order that stands still and nobody put out. A pipeline is how many
// heartbeats go together.
type redis struct {
	*server
	pipeline int
}

func (r *redis) beats(users []string) error {
	return r.with(func(c *conn) error {
		for len(users) > 0 {
			part := users[:min(r.pipeline, len(users))]
			users = users[len(part):]
			now := strconv.FormatInt(time.Now().UnixMilli(), 10)
			for _, user := range part {
				c.send("ZADD", "online", now, user)
			}
			if err := c.Flush(); err != nil {
				return err
			}
			for range part {
				if _, err := c.answer(); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (r *redis) bytes() (float64, error) { return r.number("used_memory") }

func (r *redis) page(number int, _ bool) error {
	return r.with(func(c *conn) error {
		_, err := c.call("ZRANGE", "online", strconv.Itoa(50*(number-1)), strconv.Itoa(50*number-1), "WITHSCORES")
		return err
	})
}

// processor is that of the server and of this client.
func (r *redis) processor() (time.Duration, error) {
	user, err := r.number("used_cpu_user")
	if err != nil {
		return 0, err
	}
	system, err := r.number("used_cpu_sys")
	return used() + time.Duration((user+system)*float64(time.Second)), err
}
