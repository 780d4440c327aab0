package push_test

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// patience is how long a device waits for what must come.
const patience = 10 * time.Second

// device is a client of the channel: a WebSocket by hand, so that it can be as
// slow and as rude as it likes.
type device struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
	held []reply // read, and not asked for yet
	next int     // the number of the next command
}

// reply is a line from the server: an answer (ID > 0), a push, a ping (neither).
type reply struct {
	ID    int `json:"id"`
	Error *struct {
		Code int `json:"code"`
	} `json:"error"`
	Connect   *connected  `json:"connect"`
	Subscribe *subscribed `json:"subscribe"`
	History   *subscribed `json:"history"`
	Push      *struct {
		Channel string       `json:"channel"`
		Pub     *publication `json:"pub"`
	} `json:"push"`
}

type connected struct {
	Data map[string]string     `json:"data"`
	Subs map[string]subscribed `json:"subs"`
}

type subscribed struct {
	Epoch        string          `json:"epoch"`
	Offset       uint64          `json:"offset"`
	Recovered    bool            `json:"recovered"`
	Publications []publication   `json:"publications"`
	Data         json.RawMessage `json:"data"`
}

type publication struct {
	Offset uint64          `json:"offset"`
	Data   json.RawMessage `json:"data"`
}

// closed is what the server says when it ends a connection; Code is 0 where it
// said nothing.
type closed struct{ Code int }

func (c closed) Error() string { return fmt.Sprintf("closed with %d", c.Code) }

// dial shakes hands.
func dial(t testing.TB, server *httptest.Server, header http.Header) *device {
	t.Helper()
	return dialAt(t, server.Listener.Addr().String(), header)
}

func dialAt(t testing.TB, address string, header http.Header) *device {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	head := new(strings.Builder)
	_ = header.Write(head)
	fmt.Fprintf(conn, "GET /push/websocket HTTP/1.1\r\nHost: test\r\nOrigin: https://elsewhere.example\r\nConnection: Upgrade\r\n"+
		"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n", head)
	d := &device{t: t, conn: conn, in: bufio.NewReader(conn), next: 1}
	answer, err := http.ReadResponse(d.in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("the handshake was answered %s", answer.Status)
	}
	if err := conn.SetDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	return d
}

// write sends one text frame.
func (d *device) write(text string) {
	frame := []byte{0x81, 0x80 | 126, 0, 0, 0, 0, 0, 0} // masked with zeros
	binary.BigEndian.PutUint16(frame[2:], uint16(len(text)))
	_, _ = d.conn.Write(append(frame, text...)) // who is cut off finds out when he reads
}

// hold sets how much may be on its way to the device, in bytes.
func (d *device) hold(size int) {
	if err := d.conn.(*net.TCPConn).SetReadBuffer(size); err != nil {
		d.t.Fatal(err)
	}
}

// command sends a command and returns its number.
func (d *device) command(name string, body any) int {
	text, err := json.Marshal(map[string]any{"id": d.next, name: body})
	if err != nil {
		d.t.Fatal(err)
	}
	d.write(string(text))
	d.next++
	return d.next - 1
}

// frame reads one frame.
func (d *device) frame() (text []byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(d.in, head[:]); err != nil {
		return nil, closed{}
	}
	size := uint64(head[1] & 0x7f)
	if size >= 126 {
		wide := make([]byte, map[uint64]int{126: 2, 127: 8}[size])
		if _, err := io.ReadFull(d.in, wide); err != nil {
			return nil, closed{}
		}
		size = 0
		for _, b := range wide {
			size = size<<8 | uint64(b)
		}
	}
	text = make([]byte, size)
	if _, err := io.ReadFull(d.in, text); err != nil {
		return nil, closed{}
	}
	if head[0]&0x0f == 8 && size >= 2 {
		_, _ = d.conn.Write([]byte{0x88, 0x80, 0, 0, 0, 0}) // closed here too
		return nil, closed{int(binary.BigEndian.Uint16(text))}
	}
	return text, nil
}

// read returns the next reply and answers pings.
func (d *device) read() (reply, error) {
	for len(d.held) == 0 {
		if err := d.conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
			return reply{}, closed{}
		}
		text, err := d.frame()
		if err != nil {
			return reply{}, err
		}
		for line := range strings.Lines(string(text)) {
			var r reply
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				return reply{}, err
			}
			if r.ID == 0 && r.Push == nil {
				d.write("{}")
				continue
			}
			d.held = append(d.held, r)
		}
	}
	r := d.held[0]
	d.held = d.held[1:]
	return r, nil
}

// answer reads up to the answer of a command; pushes on the way are lost.
func (d *device) answer(id int) (reply, error) {
	for {
		r, err := d.read()
		if err != nil || r.ID == id {
			return r, err
		}
	}
}

// end reads up to the end and returns its code.
func (d *device) end() int {
	d.t.Helper()
	for {
		_, err := d.read()
		if over, is := err.(closed); is { //nolint:errorlint // made here
			return over.Code
		}
		if err != nil {
			d.t.Fatal(err)
		}
	}
}

// enter connects as a user and returns what it is told of his inbox.
func (d *device) enter(k map[string]any, subs map[string]any) (connected, error) {
	r, err := d.answer(d.command("connect", map[string]any{"data": k, "subs": subs}))
	if err != nil {
		return connected{}, err
	}
	if r.Connect == nil {
		return connected{}, fmt.Errorf("connect was answered %+v", r)
	}
	return *r.Connect, nil
}
