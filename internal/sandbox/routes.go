package sandbox

import (
	"net/http"
	"slices"
	"strconv"
)

// maxHours bounds timedelta to a hundred years, so that no sum overflows.
const maxHours = 100 * 366 * 24

// mods lists the entrances of seed 002 (举报入口).
var mods = []int{11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26}

// route is one address of the contract: which parameters its query must have,
// and how the call becomes an order.
type route struct {
	pattern string
	act     Act
	params  []string
	place   bool // the order means nothing without a show or group
	noUser  bool // the user may be empty, or is not part of the call
}

var punishParams = []string{"mid", "mod", "reason", "timedelta", "rid", "cid", "reporter"}

// routes is seed 002 from 惩罚接口 to 解封. A close is split by mt in read.
var routes = []route{
	{pattern: "/silence/mt/{mt}/uid/{uid}", act: Silence, params: punishParams},
	{pattern: "/close/mt/{mt}/uid/{uid}", act: LimitLogin, params: punishParams},
	{pattern: "/dismiss", act: Dismiss, params: append([]string{"uid"}, punishParams...), place: true},
	{pattern: "/kickout", act: KickOut, params: append([]string{"uid", "owner"}, punishParams...), place: true},
	{pattern: "/res/del", act: DeleteRes, params: []string{"uid", "reason", "mod", "url", "thumb_url", "msgId", "cid"}},
	{pattern: "/res/check", act: CheckRes, params: []string{"uid", "url"}},
	{pattern: "/pass", act: Pass, params: []string{"rid", "cid", "reporter"}, noUser: true},
	{pattern: "/openmouth/hall", act: OpenHall, params: []string{"uid", "cid"}},
	{pattern: "/openmouth/show/{showId}", act: OpenShow, params: []string{"uid", "cid"}, noUser: true},
	{pattern: "/unlock/show/{showId}", act: UnlockShow, params: []string{"cid"}, noUser: true},
	{pattern: "/unlock/user/{uid}", act: UnlockUser, params: []string{"cid"}},
}

// read turns a request into the order it asks for, or says what is wrong.
func (rt route) read(r *http.Request) (Order, *refusal) {
	q, bad := parseQuery(r, rt.params)
	if bad != nil {
		return Order{}, bad
	}
	order := Order{
		Act: rt.act, UserID: q.text("uid"), PlaceID: q.text("mid"), RecordID: q.text("rid"), CID: q.text("cid"),
		OwnerID: q.text("owner"), Reporter: q.text("reporter"),
		URL: q.text("url"), ThumbURL: q.text("thumb_url"), MessageID: q.text("msgId"),
	}
	if uid := r.PathValue("uid"); uid != "" {
		order.UserID = uid
	}
	if show := r.PathValue("showId"); show != "" {
		order.PlaceID = show
	}
	checks := []func(*http.Request, query, *Order) *refusal{rt.readModule, rt.readMeaning, rt.readRecord, rt.readNames}
	for _, check := range checks {
		if bad := check(r, q, &order); bad != nil {
			return Order{}, bad
		}
	}
	return order, nil
}

// readModule reads mt. Only halls and shows know a mute (惩罚关联 of seed 004),
// and a close means a show or a user (PROTOCOLS §2).
func (rt route) readModule(r *http.Request, _ query, order *Order) *refusal {
	text := r.PathValue("mt")
	if text == "" {
		return nil
	}
	mt, err := strconv.Atoi(text)
	switch {
	case err != nil || mt < Hall || mt > User || strconv.Itoa(mt) != text:
		return wrong("mt", "is none of 1 to 4")
	case rt.act == Silence && mt != Hall && mt != Show:
		return wrong("mt", "must be 1 or 2 for a mute")
	case rt.act == LimitLogin && mt != Show && mt != User:
		return wrong("mt", "must be 2 or 4 for a close")
	}
	order.MT = mt
	if rt.act == LimitLogin && mt == Show {
		order.Act = CloseShow
	}
	return nil
}

// readMeaning reads why and for how long.
func (rt route) readMeaning(_ *http.Request, q query, order *Order) *refusal {
	var ok bool
	if rt.has("mod") && q.text("mod") != "" {
		if order.Mod, ok = q.number("mod"); !ok || !slices.Contains(mods, order.Mod) {
			return wrong("mod", "is no entrance")
		}
	}
	if rt.has("reason") {
		if order.Reason, ok = q.number("reason"); !ok || order.Reason < 1 || order.Reason > 3 {
			return wrong("reason", "is none of 1, 2, 3")
		}
	}
	if rt.has("timedelta") {
		order.Hours, ok = q.number("timedelta")
		if !ok || order.Hours < Forever || order.Hours == 0 || order.Hours > maxHours {
			return wrong("timedelta", "must be -1 or a whole number of hours over 0")
		}
	}
	return nil
}

// readRecord checks rid, which may be empty where nothing was reported.
func (rt route) readRecord(_ *http.Request, q query, _ *Order) *refusal {
	if rt.has("rid") && (q.text("rid") != "" || rt.act == Pass) {
		if rid, ok := q.number("rid"); !ok || rid < 1 {
			return wrong("rid", "must be the number of a report record")
		}
	}
	return nil
}

// readNames refuses an order that lacks what it is about.
func (rt route) readNames(_ *http.Request, _ query, order *Order) *refusal {
	needsPlace := rt.place || order.MT == Show
	switch {
	case order.UserID == "" && !rt.noUser:
		return wrong("uid", "must not be empty")
	case order.PlaceID == "" && needsPlace:
		return wrong("mid", "must name the show or group")
	case order.CID == "" && rt.has("cid"):
		return wrong("cid", "must not be empty")
	case order.URL == "" && rt.act == CheckRes:
		return wrong("url", "must not be empty")
	}
	return nil
}

func (rt route) has(param string) bool { return slices.Contains(rt.params, param) }
