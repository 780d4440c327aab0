package uplus

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Encoder puts orders into the calls of the business platform (seed 002,
// 统一操作; PROTOCOLS §2) and reads its answers.
type Encoder struct{}

// platformCall is one row of the contract. The path's {names} and the query's
// names are the keys of orderValues; every parameter is sent, in this order.
type platformCall struct{ path, query string }

const sanctionQuery = "mid mod reason timedelta rid cid reporter"

var platformCalls = map[enforce.Act]platformCall{
	enforce.Act(verdict.Mute):         {"/silence/mt/{mt}/uid/{uid}", sanctionQuery},
	enforce.Act(verdict.CloseShow):    {"/close/mt/2/uid/{uid}", sanctionQuery},
	enforce.Act(verdict.Delete):       {"/res/del", "uid reason mod url thumb_url msgId cid"},
	enforce.Act(verdict.LoginLimit):   {"/close/mt/4/uid/{uid}", sanctionQuery},
	enforce.Act(verdict.DismissGroup): {"/dismiss", "uid " + sanctionQuery},
	enforce.Act(verdict.KickOut):      {"/kickout", "uid mid mod reason timedelta rid cid owner reporter"},
	enforce.ActPass:                   {"/pass", "rid cid reporter"},
	enforce.ActLiftHallMute:           {"/openmouth/hall", "uid cid"},
	enforce.ActLiftShowMute:           {"/openmouth/show/{mid}", "uid cid"},
	enforce.ActReopenShow:             {"/unlock/show/{mid}", "cid"},
	enforce.ActLiftLoginLimit:         {"/unlock/user/{uid}", "cid"},
}

var resourceCall = platformCall{"/res/check", "uid url"}

// Encode makes the call that carries an order out. It returns an Invalid fault
// for what the contract cannot say and for an app that it cannot reach.
func (Encoder) Encode(app tenant.App, event outbox.Event) (outbox.Request, error) {
	var order enforce.Order
	if err := json.Unmarshal(event.Payload, &order); err != nil {
		return outbox.Request{}, fault.Wrap(fault.Invalid, err, "the event holds no order")
	}
	call, known := platformCalls[order.Act]
	if !known {
		return outbox.Request{}, fault.New(fault.Invalid, "", "the contract has no call for %q", order.Act)
	}
	return call.request(app, orderValues(order))
}

// request fills the row's parameters in.
func (p platformCall) request(app tenant.App, values map[string]string) (outbox.Request, error) {
	base, err := baseOf(app)
	if err != nil {
		return outbox.Request{}, err
	}
	method, err := methodOf(app)
	if err != nil {
		return outbox.Request{}, err
	}
	path, err := p.fillPath(values)
	if err != nil {
		return outbox.Request{}, err
	}
	return outbox.Request{Method: method, URL: base + path + "?" + p.fillQuery(values)}, nil
}

func (p platformCall) fillPath(values map[string]string) (string, error) {
	parts := strings.Split(p.path, "/")
	for i, part := range parts {
		name, isName := strings.CutPrefix(part, "{")
		if !isName {
			continue
		}
		name = strings.TrimSuffix(name, "}")
		value := values[name]
		switch value {
		case "", ".", "..": // would name another path than the contract's
			return "", fault.Field(name, "%q cannot stand in a path", value)
		}
		parts[i] = url.PathEscape(value)
	}
	return strings.Join(parts, "/"), nil
}

func (p platformCall) fillQuery(values map[string]string) string {
	var query strings.Builder
	for name := range strings.FieldsSeq(p.query) {
		if query.Len() > 0 {
			query.WriteByte('&')
		}
		query.WriteString(name + "=" + queryEscape(values[name]))
	}
	return query.String()
}

// queryEscape writes a space as %20: not every server reads + as one.
func queryEscape(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// orderValues are an order's fields by their names on the wire.
func orderValues(order enforce.Order) map[string]string {
	return map[string]string{
		"mt":        number10(int64(order.Module)),
		"uid":       order.UserID,
		"mid":       order.PlaceID,
		"mod":       number10(int64(order.Entrance)),
		"reason":    reasonOf(order.Label),
		"timedelta": number10(int64(order.Hours)),
		"rid":       number10(order.RecordID),
		"cid":       order.AuthorID,
		"owner":     order.OwnerID,
		"reporter":  order.Reporter,
		"url":       order.URL,
		"thumb_url": order.ThumbURL,
		"msgId":     order.MessageID,
	}
}

// number10 writes a number, and nothing for the zero that stands for no value.
func number10(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// reasonOf is the punish reason of a label. What the contract has no reason
// for is its last one, 敏感话题; no label is no reason.
func reasonOf(label verdict.Label) string {
	if label == "" {
		return ""
	}
	for _, r := range reasons {
		if r.label == label {
			return strconv.Itoa(r.id)
		}
	}
	return reasonOf(verdict.Politics)
}

// baseOf is the app's base address without a slash at its end.
func baseOf(app tenant.App) (string, error) {
	if !app.Carries() {
		return "", fault.Field("base_url", "the app has no business platform")
	}
	base, err := url.Parse(app.Uplus.BaseURL)
	if err != nil || base.Host == "" || base.RawQuery != "" || base.ForceQuery || base.Fragment != "" {
		return "", fault.Field("base_url", "must be an address without a query")
	}
	return strings.TrimRight(base.String(), "/"), nil
}

func methodOf(app tenant.App) (string, error) {
	switch method := strings.ToUpper(app.Uplus.Method); method {
	case "", http.MethodPost:
		return http.MethodPost, nil
	case http.MethodGet:
		return method, nil
	}
	return "", fault.Field("method", "must be POST or GET")
}
