package uplus

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A transcript in testdata is a conversation as the documents print it:
//
//	# a remark
//	=> POST /report/message/next
//	as: reviewer1
//	Authorization: Bearer …
//
//	risk=0
//	<= 200
//	{"ret":0,"code":"","info":"","data":{"id":"$case",…}}
//
// "as" sends the session of that member of the staff. A body that begins with
// a brace goes as it is, another one is a form with one field a line. In the
// answer, "$name" is any number the first time and that number from then on,
// in requests as $name. The answer's JSON is compared byte by byte but for
// white space.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			play(t, newWorld(t), string(text))
		})
	}
}

func play(t *testing.T, w *world, text string) {
	t.Helper()
	numbers := map[string]string{}
	for i, exchange := range strings.Split("\n"+text, "\n=> ")[1:] {
		request, want, found := strings.Cut(exchange, "\n<= ")
		if !found {
			t.Fatalf("exchange %d has no answer", i+1)
		}
		client, asked := requestOf(t, w, uncommented(request), numbers)
		checkReply(t, asked.Method+" "+asked.URL.Path, w.do(client, asked), uncommented(want), numbers)
	}
}

func uncommented(block string) string {
	var lines []string
	for line := range strings.Lines(block) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, ""))
}

var variable = regexp.MustCompile(`\$([a-z]+[0-9]*)`)

func requestOf(t *testing.T, w *world, block string, numbers map[string]string) (*http.Client, *http.Request) {
	t.Helper()
	block = variable.ReplaceAllStringFunc(block, func(name string) string {
		if numbers[name[1:]] == "" {
			t.Fatalf("%s is used before it was seen", name)
		}
		return numbers[name[1:]]
	})
	head, body, _ := strings.Cut(block, "\n\n")
	lines := strings.Split(head, "\n")
	method, path, _ := strings.Cut(lines[0], " ")
	contentType := "application/json"
	if !strings.HasPrefix(body, "{") {
		contentType, body = "application/x-www-form-urlencoded", formOf(body)
	}
	request, err := http.NewRequest(method, w.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	client := w.as("")
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "as":
			client = w.as(value)
		case "Host":
			request.Host = value
		default:
			request.Header.Set(name, value)
		}
	}
	return client, request
}

func formOf(lines string) string {
	form := url.Values{}
	for line := range strings.SplitSeq(lines, "\n") {
		if name, value, found := strings.Cut(line, "="); found {
			form.Add(name, value)
		}
	}
	return form.Encode()
}

func checkReply(t *testing.T, asked string, got reply, want string, numbers map[string]string) {
	t.Helper()
	status, rest, _ := strings.Cut(want, "\n")
	if status != strconv.Itoa(got.status) {
		t.Errorf("%s: status %d, want %s: %s", asked, got.status, status, got.body)
	}
	head, body, found := strings.Cut(rest, "{")
	for line := range strings.Lines(head) {
		name, value, isHeader := strings.Cut(strings.TrimSpace(line), ": ")
		if isHeader && got.header.Get(name) != value {
			t.Errorf("%s: %s is %q, want %q", asked, name, got.header.Get(name), value)
		}
	}
	if found {
		checkJSON(t, asked, got.body, "{"+body, numbers)
	}
}

func checkJSON(t *testing.T, asked, got, want string, numbers map[string]string) {
	t.Helper()
	pattern := regexp.QuoteMeta(compact(t, want))
	seen := []string{}
	pattern = regexp.MustCompile(`"\\\$[a-z]+[0-9]*"`).ReplaceAllStringFunc(pattern, func(quoted string) string {
		name := strings.Trim(quoted, `"\$`)
		if numbers[name] != "" {
			return numbers[name]
		}
		seen = append(seen, name)
		return `([0-9]+)`
	})
	match := regexp.MustCompile("^" + pattern + "$").FindStringSubmatch(compact(t, got))
	if match == nil {
		t.Fatalf("%s answers\n%s\nwant\n%s", asked, compact(t, got), compact(t, want))
	}
	for i, name := range seen {
		numbers[name] = match[i+1]
	}
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, []byte(text)); err != nil {
		t.Fatalf("%q is no JSON: %v", text, err)
	}
	return out.String()
}
