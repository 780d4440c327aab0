package native

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// linesContent is the media type of answers of many documents, one a line.
const linesContent = "application/x-ndjson"

// lines answers a call line by line, for as long as the work takes. What fails
// before the first line is answered like any call; what fails after it is a problem
// as the last line.
func (h *Handler) lines(ctx context.Context, route string, work func(line func(any) error) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(stream huma.Context) {
		_, w := humago.Unwrap(stream)
		out := &lineWriter{header: w.Header(), out: patientWith(w)}
		err := work(out.line)
		if err == nil || ctx.Err() != nil { // or nobody listens any more
			return
		}
		h.log(ctx, route, err)
		if !out.begun {
			problemOf(err).write(w)
			return
		}
		_ = out.line(problemOf(err)) // a client that went away cannot be told
	}}
}

// lineWriter writes documents.
type lineWriter struct {
	header http.Header
	out    *patientWriter
	begun  bool
}

func (l *lineWriter) line(document any) error {
	text, err := json.Marshal(document)
	if err != nil {
		return err
	}
	if !l.begun {
		l.begun = true
		l.header.Set("Content-Type", linesContent)
		l.header.Set("Cache-Control", "no-store")
		l.header.Set("X-Accel-Buffering", "no") // nginx would keep the lines back
	}
	if _, err := l.out.Write(append(text, '\n')); err != nil {
		return err
	}
	_ = l.out.control.Flush() // what is kept to be answered again cannot be flushed
	return nil
}

// inLines describes such an answer by the documents that its lines may be.
func (h *Handler) inLines(description string, documents ...any) map[string]*huma.Response {
	line := &huma.Schema{}
	for _, document := range documents {
		line.OneOf = append(line.OneOf, h.api.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(document), true, ""))
	}
	return map[string]*huma.Response{"200": {Description: description, Content: map[string]*huma.MediaType{linesContent: {Schema: line}}}}
}
