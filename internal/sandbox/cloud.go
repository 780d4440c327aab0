package sandbox

import (
	"crypto/sha1" //nolint:gosec // the contract's digest
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// cloud is the call cloud's half of the netease contract (seed 000, 安全通;
// PROTOCOLS §6), and its IM: what it is asked, once that has proved itself, is
// obeyed.
type cloud struct {
	key, secret string
	now         func() time.Time
	obey        func(cloudOrder)
}

// cloudAct is what the cloud can be asked to do.
type cloudAct int

// The acts.
const (
	putOut    cloudAct = iota + 1 // out of a room, and not in again
	letBack                       // into the room
	closeRoom                     // for everybody
	watchRoom                     // what is seen and heard there is evidence
	leaveRoom                     // unwatched
	tellUsers                     // by IM
)

// cloudOrder is one thing that the cloud was asked to do.
type cloudOrder struct {
	act   cloudAct
	rooms []string // by channelName
	uid   string
	users []string // accids who are told
	kind  int      // of the message that they are told
}

// cloudReader turns a proven request into an order.
type cloudReader func(*http.Request) (cloudOrder, error)

var cloudRoutes = map[string]cloudReader{
	"POST /v3/api/kicklist/members":                 readSeat(putOut),
	"DELETE /v3/api/kicklist/members":               readSeat(letBack),
	"DELETE /v3/api/rooms":                          readRoom,
	"POST /livewallsolution/submit":                 readSubmit,
	"POST /livewallsolution/feedback":               readFeedback,
	"POST /nimserver/msg/sendMsg.action":            readMessage("to", "body"),
	"POST /nimserver/msg/sendBatchAttachMsg.action": readMessage("toAccids", "attach"),
}

// serve adds the cloud's addresses to a mux.
func (c *cloud) serve(mux *http.ServeMux) {
	for pattern, read := range cloudRoutes {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { c.answer(w, r, read) })
	}
}

// The codes of the cloud's answers.
const (
	cloudFine    = 200
	cloudRefused = 403
	cloudWrong   = 414
)

func (c *cloud) answer(w http.ResponseWriter, r *http.Request, read cloudReader) {
	r.Body = http.MaxBytesReader(w, r.Body, answerLimit)
	code, why := cloudFine, ""
	if !c.proven(r.Header) {
		code, why = cloudRefused, "the AppKey, CurTime or CheckSum is wrong"
	} else if order, err := read(r); err != nil {
		code, why = cloudWrong, err.Error()
	} else {
		c.obey(order)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(struct { // who asked has left: nobody to tell
		Code int    `json:"code"`
		Desc string `json:"desc,omitempty"`
	}{code, why})
}

// cloudWindow is how far a request's time may lie from ours.
const cloudWindow = 5 * time.Minute

// proven holds the headers against the secret; CurTime counts seconds.
func (c *cloud) proven(h http.Header) bool {
	seconds, err := strconv.ParseInt(h.Get("CurTime"), 10, 64)
	if err != nil || c.now().Sub(time.Unix(seconds, 0)).Abs() > cloudWindow || h.Get("Nonce") == "" || c.secret == "" {
		return false
	}
	sum := sha1Hex(c.secret + h.Get("Nonce") + h.Get("CurTime"))
	return h.Get("AppKey") == c.key && subtle.ConstantTimeCompare([]byte(sum), []byte(h.Get("CheckSum"))) == 1
}

func sha1Hex(text string) string {
	sum := sha1.Sum([]byte(text)) //nolint:gosec // the contract's digest
	return hex.EncodeToString(sum[:])
}

func readSeat(act cloudAct) cloudReader {
	return func(r *http.Request) (cloudOrder, error) {
		order := cloudOrder{act: act, rooms: []string{r.URL.Query().Get("cname")}, uid: r.URL.Query().Get("uid")}
		if _, err := strconv.ParseUint(order.uid, 10, 63); err != nil || order.rooms[0] == "" {
			return order, errors.New("cname and uid are needed, and the uid is a number")
		}
		return order, nil
	}
}

func readRoom(r *http.Request) (cloudOrder, error) {
	order := cloudOrder{act: closeRoom, rooms: []string{r.URL.Query().Get("cname")}}
	if order.rooms[0] == "" {
		return order, errors.New("cname is needed")
	}
	return order, nil
}

func readSubmit(r *http.Request) (cloudOrder, error) {
	var body struct {
		MonitorUID  int64  `json:"monitorUid"`
		ChannelName string `json:"channelName"`
		DetectType  *int   `json:"detectType"`
		Frequency   int    `json:"scFrequency"`
	}
	err := json.NewDecoder(r.Body).Decode(&body)
	if err != nil || body.MonitorUID <= 0 || body.ChannelName == "" || body.DetectType == nil || body.Frequency <= 0 {
		return cloudOrder{}, errors.New("monitorUid, channelName, detectType and scFrequency are needed")
	}
	return cloudOrder{act: watchRoom, rooms: []string{body.ChannelName}}, nil
}

// feedbackOver is the status of a room that is no longer to be watched.
const feedbackOver = 100

func readFeedback(r *http.Request) (cloudOrder, error) {
	order := cloudOrder{act: leaveRoom}
	var body struct {
		List []struct {
			ChannelName string `json:"channelName"`
			Status      int    `json:"status"`
		} `json:"realTimeInfoList"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return order, err
	}
	for _, room := range body.List {
		if room.ChannelName == "" || room.Status != feedbackOver {
			return order, errors.New("a channelName with the status 100 is needed")
		}
		order.rooms = append(order.rooms, room.ChannelName)
	}
	return order, nil
}

// readMessage reads whom an IM message is for from one field of its form – a
// name, or a list in JSON – and its type from the JSON in another.
func readMessage(to, content string) cloudReader {
	return func(r *http.Request) (cloudOrder, error) {
		order := cloudOrder{act: tellUsers}
		if err := r.ParseForm(); err != nil {
			return order, err
		}
		form := r.PostForm
		var said struct {
			Type int             `json:"type"`
			Data json.RawMessage `json:"data"`
		}
		if err := json.Unmarshal([]byte(form.Get(content)), &said); err != nil || said.Type == 0 || len(said.Data) == 0 {
			return order, errors.New(content + " is no message with type and data")
		}
		order.kind, order.users = said.Type, []string{form.Get(to)}
		if to == "toAccids" && json.Unmarshal([]byte(form.Get(to)), &order.users) != nil {
			return order, errors.New("toAccids is no list")
		}
		from := form.Get("from") + form.Get("fromAccid")
		switch {
		case len(order.users) == 0 || order.users[0] == "" || from == "":
			return order, errors.New("the sender or those who are told are missing")
		case to == "to" && form.Get("ope") != "0", content == "body" && form.Get("type") != "100":
			return order, errors.New("ope or type is wrong")
		}
		return order, nil
	}
}
