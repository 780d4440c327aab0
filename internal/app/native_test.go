package app

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/staff"
)

const problemType = "application/problem+json"

func bearer(t *testing.T, a *App, owner staff.Owner, scopes ...staff.Scope) string {
	t.Helper()
	plaintext, _, err := a.keys.Create(t.Context(), staff.TokenSpec{Owner: owner, Scopes: scopes, Label: "test", By: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return plaintext
}

// somebody is the id of a member of the staff.
func somebody(t *testing.T, a *App, username string) int64 {
	t.Helper()
	account, err := a.staff.LookUp(t.Context(), username)
	if err != nil {
		t.Fatal(err)
	}
	return account.ID
}

func loggedIn(t *testing.T, a *App) *http.Client {
	t.Helper()
	client := browser(t)
	login := url.Values{"username": {"reviewer1"}, "password": {"xiezhi-demo"}}
	if got := ask(t, client, http.MethodPost, a.URL()+"/login", login); got.status != http.StatusFound || got.location != "index.html" {
		t.Fatalf("log-in: %+v", got)
	}
	return client
}

// TestTheNativeAPIKeepsOtherSitesOut: a session is guarded, a token, which no
// other site's page can know, is not.
func TestTheNativeAPIKeepsOtherSitesOut(t *testing.T) {
	t.Parallel()
	a, _ := startApp(t, Config{Settings: testSettings(t), Declare: []*File{parse(t, declaredApp)}})
	client, stranger := loggedIn(t, a), browser(t)
	token := "Bearer " + bearer(t, a, staff.Owner{StaffID: somebody(t, a, "reviewer1")}, staff.CasesRead)
	foreign := []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}
	cases := url.Values{}
	for _, c := range []struct {
		name    string
		client  *http.Client
		path    string
		headers []string
		status  int
		code    string
	}{
		{"a session", client, "/cases", nil, 200, ""},
		{"a session from elsewhere", client, "/cases", foreign, 403, "cross_origin"},
		{"nobody", stranger, "/cases", nil, 401, "not_logged_in"},
		{"a token", stranger, "/cases", []string{"Authorization", token}, 200, ""},
		{"a token from elsewhere", stranger, "/cases", append(foreign, "Authorization", token), 200, ""},
		{"a bad token and a good session", client, "/cases", []string{"Authorization", "Bearer x"}, 401, "bad_token"},
		{"a proxy's password and a good session", client, "/cases", []string{"Authorization", "Basic eDp5"}, 200, ""},
		{"the document from elsewhere", stranger, "/openapi.json", foreign, 200, ""},
		{"no such address", stranger, "/nothing", nil, 404, "not_found"},
		{"the prefix alone", stranger, "", nil, 404, "not_found"},
	} {
		got := ask(t, c.client, http.MethodGet, a.URL()+"/api/v1"+c.path, cases, c.headers...)
		if got.status != c.status || !strings.Contains(got.body, c.code) || (c.code != "") != (got.header.Get("Content-Type") == problemType) {
			t.Errorf("%s: %d %s", c.name, got.status, got.body)
		}
	}
	claim := ask(t, client, http.MethodPost, a.URL()+"/api/v1/cases/claim", url.Values{}, append(foreign, "Content-Type", "text/plain")...)
	if claim.status != http.StatusForbidden || !strings.Contains(claim.body, "cross_origin") {
		t.Errorf("a foreign claim: %d %s", claim.status, claim.body)
	}
}

// TestAStreamDoesNotHoldTheServer: the stop waits for requests, and a stream
// would last as long as its client likes.
func TestAStreamDoesNotHoldTheServer(t *testing.T) {
	t.Parallel()
	a, stop := startApp(t, Config{Settings: testSettings(t), Declare: []*File{parse(t, declaredApp)}})
	client := loggedIn(t, a)
	client.Timeout = 0
	response, err := client.Get(a.URL() + "/api/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "event: queues") {
	}
	began := time.Now()
	stop()
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the stop took %s", took)
	}
	for lines.Scan() { // ends
	}
}

// TestTheExamplesOfThePage runs every curl of docs/protocols/native.md against
// a server.
func TestTheExamplesOfThePage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/protocols/native.md")
	if err != nil {
		t.Fatal(err)
	}
	a, _ := startApp(t, Config{Settings: testSettings(t), Declare: []*File{parse(t, strings.Replace(declaredApp, "role: reviewer", "role: supervisor", 1))}})
	guest := party.Account{App: "live", UserUUID: "10001", DeviceID: "d"}
	if _, err := a.store.CreatePartyAccount(t.Context(), guest, func() int64 { return 1 }); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{
		"API":       a.URL() + "/api/v1",
		"TOKEN":     bearer(t, a, staff.Owner{StaffID: somebody(t, a, "reviewer1")}, staff.Scopes()...),
		"APP_TOKEN": bearer(t, a, staff.Owner{App: "live"}, staff.ReportsWrite),
	}
	ran := 0
	for line := range strings.Lines(string(page)) {
		command, is := strings.CutPrefix(strings.TrimSpace(line), "curl ")
		if !is {
			continue
		}
		method, address, body, headers := readCurl(shellWords(command, words))
		got := send(t, method, address, body, headers)
		if got.status < 200 || got.status > 299 {
			t.Fatalf("%s\n%d %s", command, got.status, got.body)
		}
		ran++
		var claimed struct {
			Cases []struct {
				ID         int64  `json:"id"`
				LeaseToken string `json:"lease_token"`
			} `json:"cases"`
		}
		if json.Unmarshal([]byte(got.body), &claimed) == nil && len(claimed.Cases) > 0 {
			words["CASE"], words["LEASE"] = fmt.Sprint(claimed.Cases[0].ID), claimed.Cases[0].LeaseToken
		}
	}
	if ran < 10 {
		t.Errorf("the page has %d examples", ran)
	}
}

// shellWords splits a command as a shell does that knows two kinds of quotes
// and variables, which it fills in outside of single quotes.
func shellWords(command string, variables map[string]string) []string {
	var words []string
	var word strings.Builder
	begun := false
	for rest := command; rest != ""; {
		quote := rest[:1]
		switch quote {
		case " ":
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			rest, begun = rest[1:], false
			continue
		case "'", `"`:
			rest = rest[1:]
		default:
			quote = ""
		}
		end := strings.IndexAny(rest, ` '"`)
		if quote != "" {
			end = strings.Index(rest, quote)
		}
		if end < 0 {
			end = len(rest)
		}
		part := rest[:end]
		if quote != "'" {
			part = os.Expand(part, func(name string) string { return variables[name] })
		}
		word.WriteString(part)
		rest, begun = rest[min(len(rest), end+len(quote)):], true
	}
	return append(words, word.String())
}

// readCurl reads the words of a curl: -X, -H, -d and the address.
func readCurl(words []string) (method, address, body string, headers []string) {
	method = http.MethodGet
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case "-X":
			i++
			method = words[i]
		case "-d":
			i++
			body = words[i]
		case "-H":
			i++
			name, value, _ := strings.Cut(words[i], ": ")
			headers = append(headers, name, value)
		default:
			address = words[i]
		}
	}
	return method, address, body, headers
}

func send(t *testing.T, method, address, body string, headers []string) answer {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	parsed.RawQuery = parsed.Query().Encode()
	request, err := http.NewRequestWithContext(t.Context(), method, parsed.String(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := browser(t).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var text strings.Builder
	if _, err := bufio.NewReader(response.Body).WriteTo(&text); err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, "", text.String(), response.Header}
}
