package sandbox

// message, profile and report are the body of reportmsg (seed 002, 举报接口
// 消息类型).
type message struct {
	MsgType  int    `json:"msg_type"`
	MsgID    string `json:"msgid"`
	UUCID    string `json:"uucid"`
	SenderID string `json:"senderid"`
	URL      string `json:"url"`
	ThumbURL string `json:"thumburl"`
	Content  string `json:"content"`
}

type profile struct {
	MID  string `json:"mid"`
	OID  string `json:"oid"`
	Name string `json:"name"`
	Desc string `json:"desc"`
}

type report struct {
	Mod      int       `json:"mod"`
	Reporter string    `json:"reporter"`
	Type     []int     `json:"type"`
	Msgs     []message `json:"msgs"`
	Profile  *profile  `json:"profile"`
	BUID     string    `json:"buid,omitempty"`
	Memo     string    `json:"memo"`
}

// accusation is what somebody is about to report, before it is known who does.
type accusation struct {
	mod       int
	venue     *venue  // nil for a person's profile and album
	accused   *person // nil where the report names nobody
	lines     []*line
	kind      habit     // ordinary makes it a false report
	witnesses []*person // who could report it; nil means anybody
}

// body is the accusation in the contract's form, by the table of PROTOCOLS §1.
func (a accusation) body(reporter *person, types []int, memo string) report {
	r := report{Mod: a.mod, Reporter: reporter.id, Type: types, Msgs: []message{}, Profile: a.profile(), Memo: memo}
	for _, l := range a.lines {
		r.Msgs = append(r.Msgs, a.message(l))
	}
	if a.accused != nil && a.mod != 22 {
		r.BUID = a.accused.id
	}
	return r
}

// message is a line as it is reported; an album picture is its url only.
func (a accusation) message(l *line) message {
	if a.mod == 15 {
		return message{MsgType: l.kind, URL: l.url, ThumbURL: l.thumb}
	}
	return message{
		MsgType: l.kind, MsgID: l.id, UUCID: l.sender.uucid(), SenderID: l.sender.id,
		URL: l.url, ThumbURL: l.thumb, Content: l.text,
	}
}

func (a accusation) profile() *profile {
	switch a.mod {
	case 12, 15, 23, 25:
		return &profile{OID: a.accused.id, Name: a.accused.name, Desc: a.accused.desc}
	case 13, 22, 26:
		return &profile{MID: a.venue.id, OID: a.venue.owner.id, Name: a.venue.name, Desc: a.venue.desc}
	case 14, 16, 24:
		who := a.venue.owner
		if a.accused != nil {
			who = a.accused
		}
		return &profile{MID: a.venue.id, OID: a.venue.owner.id, Name: who.name, Desc: a.venue.name}
	}
	return nil
}

// where says in words what is reported.
func (a accusation) where() string {
	place := ""
	if a.venue != nil {
		place = a.venue.title()
	}
	switch a.mod {
	case 15:
		return "相册图"
	case 16:
		return place + "的秀册图"
	case 22:
		return place + "的资料"
	case 23:
		return "个人资料"
	case 21, 24, 25, 26:
		return place + "聊天记录"
	}
	return place + "消息"
}

// quote shows the gist of what is reported.
func (a accusation) quote() string {
	gist := ""
	for _, l := range a.lines {
		if gist == "" || l.habit != ordinary {
			gist = l.gist()
		}
	}
	switch a.mod {
	case 22:
		gist = a.venue.desc
	case 23:
		gist = a.accused.desc
	}
	return gist
}

func (l *line) gist() string {
	switch l.kind {
	case 2:
		return "[图片]"
	case 3:
		return "[语音]"
	case 8:
		return "[视频]"
	}
	return l.text
}
