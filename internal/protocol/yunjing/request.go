package yunjing

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// What a packet may hold, in bytes. A text at its limit may come as \uXXXX
// escapes, each percent-encoded.
const (
	maxBody = 512 << 10
	maxText = 16 << 10
	maxName = 256
)

const (
	version    = "1.1"
	timeLayout = "2006-01-02 15:04:05"
)

// request is the outer form (seed 003, 2.3).
type request struct {
	appID, timestamp, sign, jsonData string
}

func readRequest(w http.ResponseWriter, r *http.Request) (request, error) {
	if r.Method != http.MethodPost {
		return request{}, unreadable("the packet must be sent by POST")
	}
	params, err := wire.ReadParams(w, r, maxBody)
	if err != nil {
		return request{}, unreadable(fault.As(err).Message)
	}
	asked := request{appID: params.Get("app_id"), timestamp: params.Get("timestamp"), sign: params.Get("sign"), jsonData: params.Get("json_data")}
	for _, name := range []string{"app_id", "version", "timestamp", "json_data"} {
		if params.Get(name) == "" {
			return request{}, fault.Field(name, "is missing")
		}
	}
	switch {
	case params.Get("version") != version:
		return request{}, fault.Field("version", "must be %s", version)
	case len(asked.appID) > maxName:
		return request{}, fault.Field("app_id", "is longer than %d bytes", maxName)
	}
	return asked, nil
}

// lineBody is json_data (seed 003, 业务参数). Its names are the wire's own;
// manchine_code is one of them.
type lineBody struct {
	AnchorID    *string          `json:"anchor_id"`
	LiveID      *string          `json:"live_id"`
	MsgTime     *string          `json:"msg_time"`
	IPAddress   *string          `json:"ip_address"`
	UserID      *string          `json:"user_id"`
	MessageType *json.RawMessage `json:"message_type"`
	MsgContent  *string          `json:"msg_content"`
	NickName    string           `json:"nick_name"`
	StarLevel   string           `json:"star_level"`
	MachineCode string           `json:"manchine_code"`
	IMEI        string           `json:"imei"`
}

func readLine(data string) (content.Line, error) {
	body, quick := quickLine(data)
	if !quick {
		var err error
		if body, err = slowLine(data); err != nil {
			return content.Line{}, err
		}
	}
	if err := body.check(); err != nil {
		return content.Line{}, err
	}
	kind, err := messageType(*body.MessageType)
	return content.Line{
		Type: kind, RoomID: *body.LiveID, AnchorID: *body.AnchorID, UserID: *body.UserID, Text: *body.MsgContent, SentAt: *body.MsgTime,
		Address: *body.IPAddress, Nick: body.NickName, Level: body.StarLevel, Device: body.MachineCode, IMEI: body.IMEI,
	}, err
}

func slowLine(data string) (lineBody, error) {
	var body lineBody
	raw := []byte(data)
	err := wire.DecodeJSON(raw, &body)
	if !strings.HasPrefix(strings.TrimLeft(data, " \t\r\n"), "{") || err != nil && !json.Valid(raw) {
		return body, unreadable("json_data is no JSON object")
	}
	if err != nil {
		return body, fault.Field(fault.As(err).Field, "has the wrong type")
	}
	return body, nil
}

func (b lineBody) check() error {
	for _, field := range []struct {
		name  string
		value *string
		limit int
	}{
		{"anchor_id", b.AnchorID, maxName}, {"live_id", b.LiveID, maxName}, {"msg_time", b.MsgTime, maxName}, {"ip_address", b.IPAddress, maxName},
		{"user_id", b.UserID, maxName}, {"msg_content", b.MsgContent, maxText},
		{"nick_name", &b.NickName, 4 * maxName}, {"star_level", &b.StarLevel, maxName}, {"manchine_code", &b.MachineCode, maxName}, {"imei", &b.IMEI, maxName},
	} {
		switch {
		case field.value == nil:
			return fault.Field(field.name, "is missing")
		case len(*field.value) > field.limit:
			return fault.Field(field.name, "is longer than %d bytes", field.limit)
		case !utf8.ValidString(*field.value) || strings.IndexByte(*field.value, 0) >= 0:
			return fault.Field(field.name, "holds what is no text")
		}
	}
	switch "" {
	case *b.UserID:
		return fault.Field("user_id", "is empty")
	case *b.LiveID:
		return fault.Field("live_id", "is empty")
	case *b.MsgContent:
		return fault.Field("msg_content", "is empty")
	}
	if b.MessageType == nil {
		return fault.Field("message_type", "is missing")
	}
	if _, err := time.Parse(timeLayout, *b.MsgTime); err != nil {
		return fault.Field("msg_time", "must be written as %s", "yyyy-MM-dd HH:mm:ss")
	}
	return nil
}

// messageType reads a number or a numeric string: the document's table says
// int, its example sends a string (PROTOCOLS §5).
func messageType(raw json.RawMessage) (content.LineType, error) {
	number, err := strconv.Atoi(strings.Trim(string(raw), `"`))
	if kind := content.LineType(number); err == nil && kind.Known() {
		return kind, nil
	}
	return 0, fault.Field("message_type", "must be a number from 0 to 7")
}
