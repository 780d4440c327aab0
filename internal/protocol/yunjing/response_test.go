package yunjing

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestAnswersAreWrittenAsEver(t *testing.T) {
	t.Parallel()
	whole := result{Code: codePassed, Timestamp: "2026-11-22 20:00:00", Msg: messages[codePassed], DataID: "0194ab", Category: 4, Score: 0.9375}
	plain := []result{whole, {}, {Code: codeDenied, Score: 1}, {Score: 1e-6}, {Score: 0.1 + 0.2}, {Score: 123456789}, {Category: 3}}
	for _, message := range messages {
		plain = append(plain, result{Msg: message, Score: 0.5})
	}
	for _, r := range plain {
		var want bytes.Buffer
		encoder := json.NewEncoder(&want)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(envelope{r}); err != nil {
			t.Fatal(err)
		}
		if got := r.append(nil); !r.plain() || string(got) != want.String() {
			t.Errorf("%+v:\n%s%s", r, got, &want)
		}
	}
	for _, r := range []result{{Content: "*"}, {Score: 1e-7}, {Score: -1}, {DataID: `"`}, {DataID: "张"}} {
		if r.plain() {
			t.Errorf("%+v is plain", r)
		}
	}
}
