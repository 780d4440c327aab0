package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// device000 is a user's device on the push channel (docs/protocols/push.md): a
// WebSocket by hand, which keeps all it is told.
type device000 struct {
	conn net.Conn
	in   *bufio.Reader

	mu     sync.Mutex
	told   []told000
	closed int // the code by which the server ended it; 0 before
}

// told000 is what devices are told.
type told000 struct {
	Type int    `json:"type"`
	Data object `json:"data"`
}

// connects is known by its headers.
func (u user000) connects(t *testing.T) *device000 {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(u.server.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	var head strings.Builder
	_ = u.header().Write(&head)
	fmt.Fprintf(conn, "GET /push/websocket HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n", head.String())
	d := &device000{conn: conn, in: bufio.NewReader(conn)}
	answer, err := http.ReadResponse(d.in, nil)
	if err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("%v %v", answer, err)
	}
	if err := d.write(`{"id":1,"connect":{}}`); err != nil {
		t.Fatal(err)
	}
	if text, err := d.frame(); err != nil || !strings.Contains(text, `"connect"`) {
		t.Fatalf("%s %v", text, err)
	}
	go d.listen()
	return d
}

// write sends a text of fewer than 126 bytes.
func (d *device000) write(text string) error {
	_, err := d.conn.Write(append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...))
	return err
}

// frame reads a text. The end is told by its code.
func (d *device000) frame() (string, error) {
	var head [2]byte
	if _, err := io.ReadFull(d.in, head[:]); err != nil {
		return "", err
	}
	size := int(head[1])
	if size == 126 {
		var wide [2]byte
		if _, err := io.ReadFull(d.in, wide[:]); err != nil {
			return "", err
		}
		size = int(binary.BigEndian.Uint16(wide[:]))
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(d.in, text); err != nil {
		return "", err
	}
	if head[0]&0x0f == 8 && size >= 2 {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.closed = int(binary.BigEndian.Uint16(text))
		return "", io.EOF
	}
	return string(text), nil
}

func (d *device000) listen() {
	for {
		text, err := d.frame()
		if err != nil {
			return
		}
		for line := range strings.Lines(text) {
			if strings.TrimSpace(line) == "{}" { // are you there?
				_ = d.write("{}")
				continue
			}
			var said struct {
				Push struct {
					Pub struct {
						Data told000 `json:"data"`
					} `json:"pub"`
				} `json:"push"`
			}
			if err := json.Unmarshal([]byte(line), &said); err == nil && said.Push.Pub.Data.Type != 0 {
				d.mu.Lock()
				d.told = append(d.told, said.Push.Pub.Data)
				d.mu.Unlock()
			}
		}
	}
}

// hears are those of a kind that the device was told by now.
func (d *device000) hears(kind int) (list []object) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, one := range d.told {
		if one.Type == kind {
			list = append(list, one.Data)
		}
	}
	return list
}

func (d *device000) end() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.closed
}
