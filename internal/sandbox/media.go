package sandbox

import (
	"bytes"
	_ "embed" // for film
	"fmt"
	"hash/fnv"
	"image/jpeg"
	"image/png"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// film is two seconds of moving bars without sound, VP8 in WebM: what a video
// message shows.
//
//go:embed film.webm
var film []byte

// mediaName is {run}-{uid}-{number}; the number's remainder by styles says
// what is drawn. Nothing is stored: every name of this form is a medium, so
// that the pictures of an earlier run are still there for its reports.
var mediaName = regexp.MustCompile(`^(album|show|chat|avatar|voice|video|evidence)/([0-9a-z]{1,32}(?:-[0-9]{1,12}-([0-9]{1,6}))?)\.(jpg|png|wav|webm)$`)

// styles is how many habits a number can carry.
const styles = 4

// picture makes the addresses of a new picture by somebody, and of its thumb.
func (s *scene) picture(folder string, p *person, kind habit) (url, thumb string) {
	number := p.uploads%100_000*styles + int(kind)%styles
	p.uploads++
	suffix := "jpg"
	if kind == advertiser {
		suffix = "png"
	}
	name := fmt.Sprintf("%s/%s-%s-%d.%s", folder, s.run, p.id, number, suffix)
	return s.base + "/media/" + name, s.base + "/media/thumb/" + name
}

// exists answers /res/check: whether the address is one of ours at all.
func (l *Live) exists(url string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	path, ours := url, true
	if l.scene != nil && strings.Contains(url, "://") {
		path, ours = strings.CutPrefix(url, l.scene.base)
	}
	path, media := strings.CutPrefix(strings.TrimPrefix(path, "/"), "media/")
	return ours && media && mediaName.MatchString(strings.TrimPrefix(path, "thumb/"))
}

// serveMedia draws a picture, or plays a tone or the film, unless it was deleted.
func (l *Live) serveMedia(w http.ResponseWriter, r *http.Request) {
	rest := r.PathValue("rest")
	name, thumb := strings.CutPrefix(rest, "thumb/")
	match := mediaName.FindStringSubmatch(name)
	if match == nil || l.isDeleted(name, match[2]) {
		http.NotFound(w, r)
		return
	}
	if match[1] == "evidence" && !l.isGood(name, r.URL.Query()) {
		http.Error(w, "the address has expired", http.StatusForbidden)
		return
	}
	number, _ := strconv.Atoi(match[3]) // empty is 0
	body, kind, err := render(match[1], name, match[4], habit(number%styles), thumb)
	if err != nil {
		http.Error(w, "the picture could not be drawn", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache") // it may be deleted any time
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// isDeleted looks for every way in which the platform could have been told, the
// message's own id included.
func (l *Live) isDeleted(name, id string) bool {
	base := l.URL()
	for _, path := range []string{"media/" + name, "media/thumb/" + name} {
		for _, spelling := range []string{path, "/" + path, base + "/" + path} {
			if l.platform.Deleted(spelling) {
				return true
			}
		}
	}
	return l.platform.Deleted(id)
}

// render makes the bytes of a medium. Its name alone decides how it looks.
func render(folder, name, suffix string, kind habit, thumb bool) (body []byte, contentType string, err error) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	switch suffix {
	case "wav":
		return tone(h.Sum64()), "audio/wav", nil
	case "webm":
		return film, "video/webm", nil
	}
	width, height := 480, 640
	if folder == "avatar" {
		width, height = 200, 200
	}
	if thumb {
		width, height = width/4, height/4
	}
	drawn := paint(width, height, folder, kind, h.Sum64())
	var out bytes.Buffer
	if suffix == "png" {
		err = png.Encode(&out, drawn)
		return out.Bytes(), "image/png", err
	}
	err = jpeg.Encode(&out, drawn, &jpeg.Options{Quality: 82})
	return out.Bytes(), "image/jpeg", err
}
