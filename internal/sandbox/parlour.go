package sandbox

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/wire"
)

// partyPage is where the party page is.
const partyPage = "/party/"

// guest is somebody whom a window of the party page may be.
type guest struct {
	Me   int    `json:"me"` // his number, from 1
	User string `json:"user"`
	Name string `json:"name"`
	Icon string `json:"icon"`

	sex, age int
}

// cast are the invented people of the party page.
var cast = []guest{
	{Name: "小满", sex: 2, age: 24}, {Name: "南星", sex: 1, age: 27}, {Name: "知夏", sex: 2, age: 22}, {Name: "林深", sex: 1, age: 31},
	{Name: "青禾", sex: 2, age: 26}, {Name: "一鸣", sex: 1, age: 23}, {Name: "秋白", sex: 1, age: 35}, {Name: "阿岚", sex: 2, age: 29},
}

// welcomeCoins is what everybody has to give away, once.
const welcomeCoins = 2000

// guestNumbered finds one of the cast; ok is false where there is none.
func (l *Live) guestNumbered(n int) (g guest, ok bool) {
	if n < 1 || n > len(cast) {
		return g, false
	}
	g = cast[n-1]
	g.Me, g.User = n, fmt.Sprintf("party-%d", n)
	g.Icon = fmt.Sprintf("%s/media/avatar/%.16s-%d-0.png", l.URL(), sha1Hex(g.User), n) // the digest: alike names draw alike faces
	return g, true
}

// parlour serves the party page. The page asks Xiezhi itself, as every client does.
func (l *Live) parlour(mux *http.ServeMux) {
	if l.options.PairKey == "" {
		return
	}
	local := func(pattern string, serve http.HandlerFunc) { mux.Handle(pattern, onLoopback(serve)) }
	pages := newPages(l.options.Target)
	local("GET /party", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, partyPage, http.StatusFound) })
	local("GET "+partyPage+"{name...}", pages.serve)
	local("GET "+partyPage+"cast", l.showCast)
	local("POST "+partyPage+"enter", l.enterParty)
}

func (l *Live) showCast(w http.ResponseWriter, _ *http.Request) {
	list := make([]guest, len(cast))
	for i := range list {
		list[i], _ = l.guestNumbered(i + 1)
	}
	wire.WriteJSON(w, http.StatusOK, list)
}

// entry is what the app's log-in gives a window: who it is, and how it proves it.
type entry struct {
	guest
	Server string `json:"server"` // Xiezhi's root, which pages of any origin may ask
	AppKey string `json:"appkey"`
	Token  string `json:"token"`
}

// enterParty is the log-in of the invented app: it has the account made, and
// gives it coins once.
func (l *Live) enterParty(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("me")) // what is no number is nobody's
	g, ok := l.guestNumbered(n)
	if !ok {
		http.Error(w, "there is nobody of this number", http.StatusNotFound)
		return
	}
	server, token := l.pair(), "token-"+sha1Hex(l.options.PairSecret+g.User)
	var ignored struct{}
	err := server.ask(r.Context(), "user/createUser", map[string]any{
		"userUuid": g.User, "deviceId": "app", "userName": g.Name, "userToken": token, "icon": g.Icon,
		"mobile": fmt.Sprintf("1380000%04d", n), "sex": g.sex, "age": g.age,
	}, &ignored)
	if err == nil {
		err = server.ask(r.Context(), "wallet/credit", map[string]any{
			"userUuid": g.User, "cloudCoin": welcomeCoins, "requestId": "welcome-" + g.User, "reason": "欢迎",
		}, &ignored)
	}
	if err != nil {
		l.narrator.say(fmt.Sprintf("〔派对〕%s 进不来（%v）", g.Name, err))
		http.Error(w, "the server did not take it", http.StatusBadGateway)
		return
	}
	l.narrator.say("〔派对〕" + g.Name + " 打开了派对页面")
	wire.WriteJSON(w, http.StatusOK, entry{g, l.options.Target, l.options.PairKey, token})
}

// pair is the server of the party page's app.
func (l *Live) pair() appServer {
	return appServer{l.courier.client, l.options.Target, l.options.PairKey, l.options.PairSecret, l.options.Now}
}

// invite tells where the page is.
func (l *Live) invite() {
	if l.options.PairKey != "" {
		page := l.scene.base + partyPage
		l.narrator.say("〔派对〕用两个窗口打开 " + page + "?me=1 和 " + page + "?me=2，让他们互相呼叫")
	}
}

// onLoopback refuses who came by another name: a page elsewhere may have its
// name point here.
func onLoopback(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if !isLoopback(strings.Trim(host, "[]")) {
			http.Error(w, "this is served on loopback only", http.StatusMisdirectedRequest)
			return
		}
		next(w, r)
	})
}
