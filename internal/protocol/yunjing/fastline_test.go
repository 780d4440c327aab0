package yunjing

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const usualLine = `{"anchor_id":"600501","ip_address":"192.168.0.3","live_id":"7","message_type":0,"msg_content":"今天唱得真好","msg_time":"2026-11-22 20:00:00","user_id":"u1"}`

func TestUsualLinesAreReadQuickly(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		usualLine, " {\n\t\"live_id\" : \"1\" , \"message_type\" : \"3\" }\r\n",
		`{"msg_content":"\u4eca\u5929 \ud83d\ude00 \"\\\/\b\f\n\r\t","nick_name":"n","star_level":"3","manchine_code":"m","imei":"i"}`,
		`{"msg_content":"\u0000","message_type":12}`,
	} {
		if _, quick := quickLine(data); !quick {
			t.Errorf("%s is left to encoding/json", data)
		}
	}
	for _, data := range []string{
		``, `{}`, `{`, `{"a":"b"}`, `{"live_id":"1","live_id":"2"}`, `{"LIVE_ID":"1"}`, `{"live_id":null}`, `{"live_id":1}`, `{"live_id":"1"}}`, `{"live_id":"1",}`,
		`{"live_id":"` + "\n" + `"}`, `{"live_id":"` + "\xff" + `"}`, `{"live_id":"\ud83d"}`, `{"live_id":"\ud83d\u0041"}`, `{"live_id":"\x"}`, `{"live_id":"\`, `{"live_id":"\u12`,
		`{"live_id"`, `{"message_type":01}`, `{"message_type":-1}`, `{"message_type":1.0}`, `{"message_type":"1}`, `{"message_type":1234567890}`, `{"message_type":""}`, `[]`,
	} {
		if _, quick := quickLine(data); quick {
			t.Errorf("%s is not left to encoding/json", data)
		}
	}
}

// What is read quickly is read as encoding/json reads it.
func FuzzLine(f *testing.F) {
	for _, data := range []string{usualLine, `{"msg_content":"\ud83d\ude00\u00e9\n","message_type":"07"}`, `{"live_id" : "\"","imei":"x"} `, `{"live_id":"\ud83d\ud83d\ude00"}`} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		got, quick := quickLine(data)
		if !quick {
			return
		}
		want, err := slowLine(data)
		if err != nil {
			t.Fatalf("took %q: %v", data, err)
		}
		if diff := cmp.Diff(want, got); diff != "" || !json.Valid([]byte(data)) {
			t.Fatalf("%q: want - and got +:\n%s", data, diff)
		}
	})
}
