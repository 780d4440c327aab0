package yunjing

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// code is what became of a packet, in the contract's numbers (seed 003, 2.4).
type code int

const (
	codePassed     code = 1001
	codeDenied     code = 1002
	codeManual     code = 1003
	codeProcessing code = 1004
	codeInvalid    code = 4000
	codeUnreadable code = 4001
	codeUnknown    code = 4005
	codeServer     code = 5000
)

// Codes are all that an answer may carry.
func Codes() []int {
	return []int{int(codePassed), int(codeDenied), int(codeManual), int(codeProcessing), int(codeInvalid), int(codeUnreadable), int(codeUnknown), int(codeServer)}
}

var messages = map[code]string{
	codePassed: "OK-passed", codeDenied: "OK-denied", codeManual: "OK-pushed manual audit", codeProcessing: "OK-processing",
}

// categories are the contract's numbers for our labels; what has none is a
// violation like others.
var categories = map[verdict.Label]int{verdict.Pass: 0, verdict.Politics: 1, verdict.Porn: 2, verdict.Illegal: 3}

const categoryViolation = 4

func categoryOf(label verdict.Label) int {
	if known, ok := categories[label]; ok || label == "" {
		return known
	}
	return categoryViolation
}

// envelope is every answer.
type envelope struct {
	JSON result `json:"json"`
}

type result struct {
	Code      code    `json:"code"`
	Timestamp string  `json:"timestamp"`
	Msg       string  `json:"msg"`
	DataID    string  `json:"data_id,omitempty"` // on 1001 to 1004
	Category  int     `json:"category"`
	Score     float64 `json:"score"`
	Content   string  `json:"content,omitempty"` // only where the text was changed
}

func (h *handler) write(w http.ResponseWriter, a screen.Answer) {
	said := codeOf(a)
	h.Count(int(said))
	answer := envelope{result{
		Code: said, Timestamp: a.At.In(china).Format(timeLayout), Msg: messages[said],
		DataID: a.DataID, Category: categoryOf(a.Label), Score: a.Score, Content: a.Text,
	}}
	if !answer.JSON.plain() {
		wire.WriteJSON(w, http.StatusOK, answer)
		return
	}
	body := bodies.Get().(*[]byte)
	*body = answer.JSON.append((*body)[:0])
	wire.WriteBody(w, http.StatusOK, *body)
	bodies.Put(body)
}

// bodies are for the answers to most messages: their text was not changed, so that
// nothing in them has to be escaped.
var bodies = sync.Pool{New: func() any { body := make([]byte, 0, 256); return &body }}

// plain reports whether append writes it.
func (r result) plain() bool {
	return r.Content == "" && (r.Score == 0 || r.Score >= 1e-6 && r.Score < 1e21) && !strings.ContainsFunc(r.DataID, func(c rune) bool {
		return c < '0' || c > '9' && c < 'a' || c > 'z'
	})
}

// append writes the envelope as encoding/json does.
func (r result) append(to []byte) []byte {
	to = strconv.AppendInt(append(to, `{"json":{"code":`...), int64(r.Code), 10)
	to = append(append(to, `,"timestamp":"`...), r.Timestamp...)
	to = append(append(to, `","msg":"`...), r.Msg...)
	if r.DataID != "" {
		to = append(append(to, `","data_id":"`...), r.DataID...)
	}
	to = strconv.AppendInt(append(to, `","category":`...), int64(r.Category), 10)
	to = strconv.AppendFloat(append(to, `,"score":`...), r.Score, 'f', -1, 64)
	return append(to, "}}\n"...)
}

func codeOf(a screen.Answer) code {
	switch {
	case !a.Checked:
		return codeProcessing
	case a.Outcome == policy.Deny:
		return codeDenied
	case a.Outcome == policy.Review:
		return codeManual
	}
	return codePassed // masked too: it passes in its masked form
}
