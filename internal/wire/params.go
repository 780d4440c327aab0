package wire

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// maxFields bounds the parts of a multipart form.
const maxFields = 1000

const urlEncoded = "application/x-www-form-urlencoded"

// Params are the parameters of a request: form fields and query parameters
// under one roof. A form field hides the query parameter of its name.
type Params struct {
	form  fields
	query url.Values
}

// ReadParams gathers the parameters of a request of any method, GET and DELETE
// with a body included. The body counts where it is a urlencoded or multipart
// form of at most limit bytes; a body of another type is left unread. Values
// are valid UTF-8 without NUL, which no store could keep.
func ReadParams(w http.ResponseWriter, r *http.Request, limit int64) (Params, error) {
	params, err := ReadQuery(r)
	if err != nil {
		return Params{}, err
	}
	if params.form, err = readForm(w, r, limit); err != nil {
		return Params{}, err
	}
	return params, params.form.check()
}

// ReadQuery gathers the query parameters alone, for a request whose body is
// something else. Values are as ReadParams promises.
func ReadQuery(r *http.Request) (Params, error) {
	if r.URL.RawQuery == "" {
		return Params{}, nil
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return Params{}, &fault.Error{Kind: fault.Invalid, Field: "query", Message: "is not a query string", Cause: err}
	}
	return Params{query: query}, checkValues(query)
}

// Has reports whether a parameter was given, even if empty.
func (p Params) Has(name string) bool {
	_, has := p.form.find(name)
	return has || p.query.Has(name)
}

// Get returns a parameter's first value, empty where it was not given.
func (p Params) Get(name string) string {
	if value, has := p.form.find(name); has {
		return value
	}
	return p.query.Get(name)
}

func checkValues(values url.Values) error {
	for name, list := range values {
		for _, value := range list {
			if err := checkValue(name, value); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkValue(name, value string) error {
	switch {
	case !storable(name):
		return fault.Field("parameters", "one has a name that is not UTF-8")
	case !storable(value):
		return fault.Field(name, "is not UTF-8 or holds a NUL")
	}
	return nil
}

func storable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

func readForm(w http.ResponseWriter, r *http.Request, limit int64) (fields, error) {
	kind, attributes, err := mediaType(r)
	if err != nil {
		return nil, err
	}
	switch kind {
	case urlEncoded, "":
		return readURLEncoded(w, r, limit)
	case "multipart/form-data":
		return readMultipart(w, r, limit, attributes["boundary"])
	}
	return nil, nil // not a form: no fields
}

func mediaType(r *http.Request) (kind string, attributes map[string]string, err error) {
	header := r.Header.Get("Content-Type")
	if header == "" || header == urlEncoded {
		return header, nil, nil
	}
	kind, attributes, err = mime.ParseMediaType(header)
	if err != nil {
		return "", nil, &fault.Error{Kind: fault.Invalid, Field: "Content-Type", Message: "is not a media type", Cause: err}
	}
	return kind, attributes, nil
}

func readURLEncoded(w http.ResponseWriter, r *http.Request, limit int64) (fields, error) {
	body := formBodies.Get().(*bytes.Buffer)
	defer keepFormBody(body)
	if err := readInto(body, w, r, limit); err != nil {
		return nil, err
	}
	form, ok := parseForm(bytes.TrimSpace(body.Bytes()))
	if !ok {
		return nil, fault.Field("body", "is not a urlencoded form")
	}
	return form, nil
}

func readMultipart(w http.ResponseWriter, r *http.Request, limit int64, boundary string) (fields, error) {
	if boundary == "" {
		return nil, fault.Field("Content-Type", "has no boundary")
	}
	body, err := ReadBody(w, r, limit)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(body, []byte("--"+boundary+"--")) { // the reader takes a form that is cut off for a short one
		return nil, fault.Field("body", "is a multipart form without an end")
	}
	var form fields
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for range maxFields {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err == nil {
			form, err = form.withPart(part)
		}
		if err != nil {
			return nil, &fault.Error{Kind: fault.Invalid, Field: "body", Message: "is not a multipart form", Cause: err}
		}
	}
	return nil, fault.Field("body", "has more than %d fields", maxFields)
}

// withPart takes a field; an uploaded file is no parameter.
func (f fields) withPart(part *multipart.Part) (fields, error) {
	if part.FormName() == "" || part.FileName() != "" {
		return f, nil
	}
	value, err := io.ReadAll(part) // bounded: the whole body is
	return append(f, field{part.FormName(), string(value)}), err
}
