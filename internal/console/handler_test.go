package console

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

const builtIndex = `<!doctype html><script type="module" src="/console/assets/index-AbC_123-.js"></script>`

// built is a console as the build leaves it.
func built() fs.FS {
	return fstest.MapFS{
		"assets/dist/index.html":                     {Data: []byte(builtIndex)},
		"assets/dist/index.html.br":                  {Data: []byte("packed index")},
		"assets/dist/mark.svg":                       {Data: []byte("<svg/>")},
		"assets/dist/assets/index-AbC_123-.js":       {Data: []byte("script")},
		"assets/dist/assets/index-AbC_123-.js.br":    {Data: []byte("packed script")},
		"assets/dist/assets/index-AbCd1234.css":      {Data: []byte("style")},
		"assets/dist/assets/inter-AbCd1234.woff2":    {Data: []byte("font")},
		"assets/dist/assets/plain.js":                {Data: []byte("not hashed")},
		"assets/dist/assets/orphan-AbCd1234.js.br":   {Data: []byte("packed")},
		"assets/dist/assets/strange-AbCd1234.exe":    {Data: []byte("what")},
		"assets/dist/.stamp":                         {Data: []byte("x")},
		"assets/placeholder.html":                    {Data: []byte("not built")},
		"assets/placeholder.css":                     {Data: []byte("p{}")},
		"assets/dist/assets/inter-AbCd1234.woff2.br": {Data: []byte("packed font")},
	}
}

func ask(tree fs.FS, target string, header ...string) *http.Response {
	method, path, named := strings.Cut(target, " ")
	if !named {
		method, path = http.MethodGet, target
	}
	r := httptest.NewRequest(method, path, http.NoBody)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	newSinglePage(tree).ServeHTTP(recorder, r)
	return recorder.Result()
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEveryAddressIsTheSinglePage(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"/console/", "/console/index.html", "/console/login?next=%2Fconsole%2F", "/console/setup?token=t0ken", "/console/review/message",
		"/console/cases/7", "/console/users/live/a.b@c.js", "/console/mark.svgs", "/console/assetsx", "/console/placeholder.css", "/console/apix",
	} {
		got := ask(built(), path)
		if got.StatusCode != http.StatusOK || body(t, got) != builtIndex || got.Header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
		if got.Header.Get("Cache-Control") != "no-cache" || got.Header.Get("ETag") == "" {
			t.Errorf("%s: %v", path, got.Header)
		}
	}
}

func TestAddressesThatLeadToTheConsole(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/": "/console/", "/index.html": "/console/", "/console": "/console/", "/login.html": "/console/login",
		"/login.html?error=x&next=%2Fa&other=1":                             "/console/login?error=x&next=%2Fa",
		"/login.html?error=otp_required&username=reviewer1&password=x":      "/console/login?error=otp_required&username=reviewer1",
		"/login.html?next=" + strings.Repeat("a", maxNext+1) + "&error=bad": "/console/login?error=bad",
	} {
		for _, tree := range []fs.FS{built(), assetFiles} {
			got := ask(tree, path)
			if got.StatusCode != http.StatusFound || got.Header.Get("Location") != want || got.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d to %s", path, got.StatusCode, got.Header.Get("Location"))
			}
		}
	}
}

func TestBuiltFiles(t *testing.T) {
	t.Parallel()
	const forEver = "public, max-age=31536000, immutable"
	for _, c := range []struct{ path, kind, cache, body string }{
		{"/console/assets/index-AbC_123-.js", "text/javascript; charset=utf-8", forEver, "script"},
		{"/console/assets/index-AbCd1234.css", "text/css; charset=utf-8", forEver, "style"},
		{"/console/assets/inter-AbCd1234.woff2", "font/woff2", forEver, "font"},
		{"/console/assets/strange-AbCd1234.exe", "application/octet-stream", forEver, "what"},
		{"/console/assets/plain.js", "text/javascript; charset=utf-8", "no-cache", "not hashed"},
		{"/console/mark.svg", "image/svg+xml", "no-cache", "<svg/>"},
	} {
		got := ask(built(), c.path)
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != c.kind || got.Header.Get("Cache-Control") != c.cache || body(t, got) != c.body {
			t.Errorf("%s: %d %v", c.path, got.StatusCode, got.Header)
		}
		again := ask(built(), c.path, "If-None-Match", `"other", W/`+got.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified || again.Header.Get("Content-Type") != "" || body(t, again) != "" {
			t.Errorf("%s again: %d", c.path, again.StatusCode)
		}
	}
	for _, path := range []string{
		"/console/assets/index-Gone1234.js", "/console/assets/", "/console/assets", "/console/assets/orphan-AbCd1234.js", "/console/assets/index-AbC_123-.js.br",
		"/console/api/me", "/console/api", "/robots.txt",
	} {
		if got := ask(built(), path); got.StatusCode != http.StatusNotFound || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
	for _, target := range []string{"POST /console/setup", "PUT /console/", "DELETE /console/assets/plain.js", "POST /"} {
		if got := ask(built(), target); got.StatusCode != http.StatusMethodNotAllowed || got.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d", target, got.StatusCode)
		}
	}
}

func TestPackedFilesForThoseWhoReadThem(t *testing.T) {
	t.Parallel()
	const script = "/console/assets/index-AbC_123-.js"
	for accepts, packed := range map[string]bool{
		"": false, "gzip": false, "br": true, "gzip, deflate, br": true, "gzip, BR;q=0.5": true, "br;q=0": false, "br; q=0.0, gzip": false, "*": false, "brotli": false,
	} {
		for path, want := range map[string][2]string{script: {"script", "packed script"}, "/console/": {builtIndex, "packed index"}} {
			got := ask(built(), path, "Accept-Encoding", accepts)
			text, encoding := want[0], ""
			if packed {
				text, encoding = want[1], "br"
			}
			if body(t, got) != text || got.Header.Get("Content-Encoding") != encoding || got.Header.Get("Vary") != "Accept-Encoding" || got.ContentLength != int64(len(text)) {
				t.Errorf("%s for %q: %v", path, accepts, got.Header)
			}
		}
	}
	plain, packed := ask(built(), script), ask(built(), script, "Accept-Encoding", "br")
	if plain.Header.Get("ETag") == packed.Header.Get("ETag") {
		t.Error("both forms have one tag")
	}
	if got := ask(built(), script, "Accept-Encoding", "br", "If-None-Match", plain.Header.Get("ETag")); got.StatusCode != http.StatusOK {
		t.Error("one form stands for the other")
	}
	if got := ask(built(), "/console/mark.svg", "Accept-Encoding", "br"); got.Header.Get("Vary") != "" || got.Header.Get("Content-Encoding") != "" {
		t.Errorf("what is not packed: %v", got.Header)
	}
}

// notBuilt is what is embedded, without what a build may have left here.
func notBuilt(t *testing.T) fs.FS {
	t.Helper()
	tree := fstest.MapFS{}
	for _, name := range []string{"assets/placeholder.html", "assets/placeholder.css"} {
		data, err := assetFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree[name] = &fstest.MapFile{Data: data}
	}
	return tree
}

func TestWithoutABuildThereIsAWordOnHowToMakeOne(t *testing.T) {
	t.Parallel()
	tree := notBuilt(t)
	for _, path := range []string{"/console/", "/console/login", "/console/setup?token=x", "/console/placeholder.html", "/console/index.html"} {
		got := ask(tree, path)
		text := body(t, got)
		if got.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, "run make console") || !strings.Contains(text, "还没有构建") {
			t.Errorf("%s: %d %s", path, got.StatusCode, text)
		}
		if got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept", path)
		}
	}
	if got := ask(tree, "/console/placeholder.css"); got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("its style: %d", got.StatusCode)
	}
	if got := ask(tree, "/console/assets/index-AbCd1234.js"); got.StatusCode != http.StatusNotFound {
		t.Errorf("an asset: %d", got.StatusCode)
	}
}

func TestEveryAnswerOfTheSinglePageIsGuarded(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
	}
	for _, tree := range []fs.FS{built(), notBuilt(t)} {
		for _, path := range []string{"/", "/console/", "/console/assets/index-AbC_123-.js", "/console/assets/none", "POST /console/", "/console/mark.svg"} {
			got := ask(tree, path)
			for name, value := range want {
				if got.Header.Get(name) != value {
					t.Errorf("%s: %s is %q", path, name, got.Header.Get(name))
				}
			}
		}
	}
	for _, forbidden := range []string{"unsafe", "http:", "https:", "*"} {
		if strings.Contains(policy, forbidden) {
			t.Errorf("the policy allows %s", forbidden)
		}
	}
}

// TestNothingInlineIsEmbedded: the policy would block it.
func TestNothingInlineIsEmbedded(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)<script>|<script type="module">|<style|\sstyle=|\son[a-z]+=|javascript:`)
	seen := 0
	err := fs.WalkDir(assetFiles, "assets", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		data, err := assetFiles.ReadFile(name)
		if found := inline.Find(data); found != nil {
			t.Errorf("%s has %q", name, found)
		}
		seen++
		return err
	})
	if err != nil || seen == 0 {
		t.Errorf("%d pages, %v", seen, err)
	}
}
