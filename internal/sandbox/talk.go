package sandbox

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/invent"
)

// openingTalks are the dialogues reported at the start; talkEvery is the mean
// between two later ones, in chat lines.
const (
	openingTalks = 4
	talkEvery    = 90
)

// dialogue is a report of a whole conversation on its way, and what the
// narrator says of it.
type dialogue struct {
	body  map[string]any
	story string
}

// roles are those who speak in the texts; the first is the violator.
var roles = []string{"甲", "乙", "丙", "丁"}

// talk has somebody report one of the dialogues of the texts.
func (s *scene) talk(redirect string, now time.Time) dialogue {
	if len(s.talks) == 0 {
		s.talks = slices.Clone(invent.Dialogues())
		s.rand.Shuffle(len(s.talks), func(i, j int) { s.talks[i], s.talks[j] = s.talks[j], s.talks[i] })
	}
	told := s.talks[0]
	s.talks = s.talks[1:]
	cast := s.cast(invent.KindNamed(told.Name), told.Lines)
	at := now.Add(-time.Duration(len(told.Lines)+2) * 40 * time.Second)
	var infos []map[string]any
	for _, line := range told.Lines {
		role, words, _ := strings.Cut(line, " ")
		at = at.Add(time.Duration(15+s.rand.IntN(45)) * time.Second)
		infos = append(infos, s.info(cast[role], words, at))
	}
	s.dialogues++
	evidence := map[string]any{"reason": told.Places}
	if told.Name != ordinary.String() {
		shot, _ := s.picture("chat", cast["乙"], ordinary)
		evidence["images"] = []string{shot}
	}
	return dialogue{
		body: map[string]any{
			"report_id": s.run + "d" + strconv.Itoa(s.dialogues), "uniqid": s.run, "category": "chat", "redirect": redirect,
			"users": s.introduce(cast), "infos": infos, "report_evidence": evidence,
		},
		story: tell("〔对话举报〕{谁} 举报与 {被} 的 {数} 人对话：{话}", "{谁}", cast["乙"].name, "{被}", cast["甲"].name, "{数}", strconv.Itoa(len(cast)), "{话}", quoted(told.Places)),
	}
}

// cast finds different people for the roles: the first does what it is about.
func (s *scene) cast(kind habit, lines []string) map[string]*person {
	cast, taken := map[string]*person{}, map[*person]bool{}
	for _, role := range roles {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, role+" ") }) {
			continue
		}
		crowd, wanted := s.people, ordinary
		if role == roles[0] && kind != ordinary {
			crowd, wanted = s.violators, kind
		}
		p := pick(s.rand, crowd)
		for taken[p] || p.habit != wanted {
			p = pick(s.rand, crowd)
		}
		cast[role], taken[p] = p, true
	}
	return cast
}

// info is one thing that was said, in the contract's form.
func (s *scene) info(p *person, words string, at time.Time) map[string]any {
	info := map[string]any{"id": "id_" + p.id, "type": "text", "time": strconv.FormatInt(at.Unix(), 10)}
	switch words {
	case "[图]":
		info["type"] = "image"
		info["content"], _ = s.picture("chat", p, p.habit)
	case "[音]":
		info["type"], info["content"] = "audio", s.base+"/media/voice/"+s.messageID()+".wav"
	case "[视频]", "[删]":
		info["type"], info["content"] = "video", s.base+"/media/video/"+s.messageID()+".webm"
		if words == "[删]" {
			info["tag"] = "del"
		}
	default:
		info["content"] = s.writer.Fill(words, p.name)
	}
	return info
}

// introduce is who they are, by key.
func (s *scene) introduce(cast map[string]*person) map[string]any {
	users := map[string]any{}
	for _, role := range slices.Sorted(maps.Keys(cast)) {
		p := cast[role]
		avatar, _ := s.picture("avatar", p, ordinary)
		users["id_"+p.id] = map[string]any{"name": p.name, "avatar": avatar, "sex": []string{"男", "女"}[s.rand.IntN(2)]}
	}
	return users
}

// tellUsers says what each was judged to be, whom it hits first.
func (s *scene) tellUsers(users map[string]string) string {
	keys := slices.SortedFunc(maps.Keys(users), func(a, b string) int {
		return cmp.Or(compareNormal(users[a], users[b]), cmp.Compare(a, b))
	})
	var told []string
	for _, key := range keys {
		told = append(told, s.callUser(strings.TrimPrefix(key, "id_"))+cmp.Or(dialogueLabels[users[key]], users[key]))
	}
	return strings.Join(told, "、")
}

// compareNormal puts who passes last.
func compareNormal(a, b string) int {
	switch {
	case (a == "normal") == (b == "normal"):
		return 0
	case a == "normal":
		return 1
	}
	return -1
}
