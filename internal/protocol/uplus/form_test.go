package uplus

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Whatever form somebody sends to whatever path: an envelope or a redirect,
// never our mistake.
func FuzzForms(f *testing.F) {
	f.Add("/punish", "POST", punishment(1, 11, 1, 101).Encode(), "application/x-www-form-urlencoded")
	f.Add("/pass", "POST", punishment(1, 11, 1, 101).Encode()+"&memo=%00", "")
	f.Add("/login", "POST", "username=a&password=b&next=//x", "application/x-www-form-urlencoded")
	f.Add("/user/risk", "DELETE", "user_id=1", "application/x-www-form-urlencoded")
	f.Add("/report/album_image/list", "GET", "size=9999999999999999999&risk=1", "multipart/form-data; boundary=x")
	f.Add("/hall/open_mouth", "POST", "--x\r\nContent-Disposition: form-data; name=\"u_id\"\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x")
	f.Add("/v/1/t/2/report/report_type", "GET", "token=%zz", "")
	f.Add("/app//punish", "BREW", "", "")
	w := newWorld(f)
	browser := w.as("reviewer1")
	f.Fuzz(func(t *testing.T, path, method, body, contentType string) {
		request, err := http.NewRequest(method, w.url, strings.NewReader(body))
		if err != nil {
			return // no client can say this
		}
		request.URL.Path, request.URL.RawQuery = "/"+strings.TrimLeft(path, "/"), body
		if _, err := url.ParseRequestURI(request.URL.RequestURI()); err != nil {
			return
		}
		request.Header.Set("Content-Type", contentType)
		answer, err := browser.Do(request)
		if err != nil {
			return // refused by the client or by net/http
		}
		defer answer.Body.Close()
		if answer.StatusCode >= http.StatusInternalServerError {
			t.Fatalf("%d for %s %q %q\n%s", answer.StatusCode, method, path, body, w.log)
		}
	})
}
