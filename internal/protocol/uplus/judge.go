package uplus

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// maxWhy bounds what is repeated of a platform's reason, in bytes.
const maxWhy = 300

// platformAnswer is {ret,code,info} as the business platform says it.
type platformAnswer struct {
	ret        int64 // 0 means yes
	code, info string
}

// Judge tells whether the platform did what it was asked: 2xx and ret 0
// (PROTOCOLS §2). why is its code and info, or what is wrong with the answer.
func (Encoder) Judge(status int, answer []byte) (ok bool, why string) {
	if status < 200 || status > 299 {
		return false, "HTTP " + strconv.Itoa(status)
	}
	said, err := readAnswer(answer)
	if err != nil {
		return false, fault.As(err).Message
	}
	if said.ret == 0 {
		return true, ""
	}
	return false, said.why()
}

// readAnswer reads an answer with a whole number for ret, which may be written
// as a string. Names are matched exactly, as the document writes them.
func readAnswer(answer []byte) (said platformAnswer, err error) {
	var fields map[string]json.RawMessage
	answer = bytes.TrimPrefix(answer, []byte("\xef\xbb\xbf"))
	if json.Unmarshal(answer, &fields) != nil || fields == nil {
		return said, fault.New(fault.Unavailable, "", "the answer is no JSON object")
	}
	ret, err := strconv.ParseInt(textOf(fields["ret"]), 10, 64)
	if err != nil {
		return said, fault.New(fault.Unavailable, "", "the answer has no ret")
	}
	return platformAnswer{ret: ret, code: textOf(fields["code"]), info: textOf(fields["info"])}, nil
}

// textOf is a string, or the literal of a number; nothing for anything else.
func textOf(literal json.RawMessage) string {
	var text wire.Text
	if len(literal) == 0 || json.Unmarshal(literal, &text) != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

func (a platformAnswer) why() string {
	why := "ret " + strconv.FormatInt(a.ret, 10)
	for _, part := range []string{a.code, a.info} {
		if part != "" {
			why += ", " + part
		}
	}
	return strings.ToValidUTF8(why[:min(len(why), maxWhy)], "")
}
