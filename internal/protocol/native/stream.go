package native

import (
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// writeWithin is how long a client may take to take one piece of a stream.
const writeWithin = 15 * time.Second

// patientWriter gives each write its own deadline in the place of the server's
// one for the whole answer.
type patientWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// patient is the writer of a stream, which may last longer than an answer. A
// stream's request is read, so that nothing of the client's is waited for.
func patient(stream huma.Context) *patientWriter {
	_, w := humago.Unwrap(stream)
	return patientWith(w)
}

func patientWith(w http.ResponseWriter) *patientWriter {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Time{}) // else its passing would end the request's context
	return &patientWriter{w: w, control: control}
}

// Write implements io.Writer.
func (p *patientWriter) Write(text []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(writeWithin)) // where it cannot be set, the server's holds
	return p.w.Write(text)
}

// send writes a piece that must not wait for the next.
func (p *patientWriter) send(text string) error {
	if _, err := io.WriteString(p, text); err != nil {
		return err
	}
	return p.control.Flush()
}
