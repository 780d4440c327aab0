package sandbox

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestEveryKindOfMessageOccurs(t *testing.T) {
	t.Parallel()
	const rounds = 3000
	s := newScene(3, 100, NewPlatform(PlatformOptions{}), "http://127.0.0.1:9100", time.Unix(1_700_000_000, 0))
	seen := map[int]int{}
	for range rounds {
		said, _ := s.chatter()
		seen[said.kind]++
		path, ours := strings.CutPrefix(said.url, s.base+"/media/")
		if (said.kind == 1) != (said.url == "") || ours && !mediaName.MatchString(path) {
			t.Errorf("kind %d comes with %q", said.kind, said.url)
		}
	}
	for _, kind := range []int{2, 3, 8} {
		if n := seen[kind]; n == 0 || n > rounds/10 {
			t.Errorf("%d of %d messages are of kind %d", n, rounds, kind)
		}
	}
}

func TestMediaAreWhatTheyAreCalled(t *testing.T) {
	t.Parallel()
	l, _ := startLive(t, newFakeXiezhi(t))
	for path, want := range map[string]struct{ kind, magic string }{
		"voice/runm1.wav":       {"audio/wav", "RIFF"},
		"video/runm2.webm":      {"video/webm", "\x1a\x45\xdf\xa3"},
		"chat/run-10003-4.jpg":  {"image/jpeg", "\xff\xd8\xff"},
		"album/run-10003-5.png": {"image/png", "\x89PNG"},
	} {
		response, err := http.Get(l.URL() + "/media/" + path)
		if err != nil {
			t.Fatal(err)
		}
		magic := make([]byte, len(want.magic))
		_, err = response.Body.Read(magic)
		response.Body.Close()
		if kind := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || kind != want.kind || string(magic) != want.magic {
			t.Errorf("%s: %d %s %q, %v", path, response.StatusCode, kind, magic, err)
		}
	}
}
