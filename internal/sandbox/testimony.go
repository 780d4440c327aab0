package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// event is a notice's data about a call and, where there is one, who comes or
// goes. Where an account names him, the cloud sometimes does not.
func (d *duet) event(l *Live, s *seat) map[string]any {
	data := map[string]any{"channelId": strconv.FormatInt(d.id, 10), "channelName": d.name, "timestamp": l.options.Now().UnixMilli(), "mode": 1}
	if s != nil {
		data["uid"] = s.uid
		if s.uid < largestStranger || l.scene.rand.IntN(3) > 0 {
			data["user"] = s.person.id
		}
	}
	return data
}

// What the vendor says of an evidence (PROTOCOLS §6).
const (
	byPerson   = 0 // censorSource: somebody there
	byMachine  = 2
	detecting  = 101
	finished   = 102
	asrRunning = 2
	asrDone    = 3
	actPassed  = 0
	actSuspect = 1
	actReject  = 2
	showsImage = 1
	showsFilm  = 2
)

// evidence is a notice's data in either of the document's shapes, about the
// first in the call.
func (l *Live) evidence(d *duet, f finding) map[string]any {
	now := l.options.Now()
	source := byMachine
	if f.level == 0 {
		source = byPerson
	}
	evidences := map[string]any{"video": l.picturedIn(d, f, now)}
	if f.words != "" {
		evidences = map[string]any{"audio": heardIn(d, f, now)}
	}
	return map[string]any{
		"taskId": fmt.Sprintf("%032x", d.id), "dataId": fmt.Sprintf("%d%06d", d.id, d.found), "callback": "",
		"channelId": d.id, "channelName": d.name, "censorSource": source, "status": detecting, "evidences": evidences,
	}
}

func heardIn(d *duet, f finding, now time.Time) map[string]any {
	details := map[string]any{}
	if len(f.hits) == 1 {
		details["evidence"] = f.hits[0]
	} else {
		var infos []map[string]any
		for _, hit := range f.hits {
			infos = append(infos, map[string]any{"value": hit})
		}
		details["hitInfos"] = infos
	}
	return map[string]any{
		"uid": d.seats[0].uid, "action": map[bool]int{false: actSuspect, true: actReject}[f.level == 2],
		"startTime": now.Add(-time.Duration(len(f.words)) * 80 * time.Millisecond).UnixMilli(), "endTime": now.UnixMilli(),
		"asrStatus": asrRunning, "content": f.words,
		"segments": []any{map[string]any{
			"label": f.label, "level": f.level,
			"subLabels": []any{map[string]any{"subLabel": strconv.Itoa(f.sub), "details": details}},
		}},
	}
}

// understood is a sound's evidence once all of it was recognised.
func understood(data map[string]any) map[string]any {
	data = maps.Clone(data)
	audio := maps.Clone(data["evidences"].(map[string]any)["audio"].(map[string]any))
	audio["asrStatus"] = asrDone
	data["status"], data["evidences"] = finished, map[string]any{"audio": audio}
	return data
}

func (l *Live) picturedIn(d *duet, f finding, now time.Time) map[string]any {
	kind := showsImage
	var address string
	if f.film {
		kind, address = showsFilm, l.scene.base+"/media/evidence/"+l.scene.messageID()+".webm"
	} else {
		address, _ = l.scene.picture("evidence", d.seats[0].person, f.shows)
	}
	labels := []any{}
	if f.level > 0 {
		labels = append(labels, map[string]any{
			"label": f.label, "level": f.level, "rate": 1 - 0.3/float64(f.level),
			"subLabels": []any{map[string]any{"subLabel": f.sub, "rate": 1}},
		})
	}
	return map[string]any{
		"evidence": map[string]any{
			"uid": d.seats[0].uid, "beginTime": now.UnixMilli(), "endTime": now.UnixMilli(), "type": kind, "url": l.expiring(address, now),
		},
		"labels": labels,
	}
}

// shotLife is how long the address of a picture of a call is good.
const shotLife = 2 * time.Minute

// expiring is an address that is good for a while.
func (l *Live) expiring(address string, now time.Time) string {
	until := strconv.FormatInt(now.Add(shotLife).UnixMilli(), 10)
	parsed, err := url.Parse(address)
	if err != nil {
		panic("sandbox: an address of ours is none: " + err.Error())
	}
	return address + "?until=" + until + "&sign=" + l.shotSign(strings.TrimPrefix(parsed.Path, "/media/"), until)
}

func (l *Live) shotSign(name, until string) string {
	mac := hmac.New(sha256.New, []byte(l.options.CloudSecret))
	mac.Write([]byte(name + " " + until))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// isGood reports whether the address of a picture of a call has not expired.
func (l *Live) isGood(name string, query url.Values) bool {
	until, err := strconv.ParseInt(query.Get("until"), 10, 64)
	return err == nil && hmac.Equal([]byte(query.Get("sign")), []byte(l.shotSign(name, query.Get("until")))) && l.options.Now().Before(time.UnixMilli(until))
}
