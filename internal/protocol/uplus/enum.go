package uplus

import (
	"strconv"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// The numbers of the wire and what they mean. Report types (seed 002) and
// punish reasons (seed 004) look alike and are not: 1 is 色情 there and 广告
// here. Both are mapped by meaning, never by number (PROTOCOLS §2).

type reason struct {
	id    int
	label verdict.Label
	title string
}

var reasons = []reason{
	{1, verdict.Ad, "广告"},
	{2, verdict.Porn, "色情"},
	{3, verdict.Politics, "敏感话题"},
}

// labelOfReason is the label that a punish reason means.
func labelOfReason(id int64) (label verdict.Label, ok bool) {
	for _, r := range reasons {
		if int64(r.id) == id {
			return r.label, true
		}
	}
	return "", false
}

type punishType struct {
	id     int
	action verdict.Action
	title  string
}

var punishTypes = []punishType{
	{101, verdict.Mute, "禁言"},
	{102, verdict.CloseShow, "关闭秀场"},
	{103, verdict.Delete, "删除资源"},
	{104, verdict.LoginLimit, "登录限制"},
	{105, verdict.DismissGroup, "解散群"},
	{106, verdict.KickOut, "踢出群"},
}

// actionOfPunish is the action that a punish type means.
func actionOfPunish(id int64) (action verdict.Action, ok bool) {
	for _, p := range punishTypes {
		if int64(p.id) == id {
			return p.action, true
		}
	}
	return "", false
}

func punishTypeOf(action verdict.Action) punishType {
	for _, p := range punishTypes {
		if p.action == action {
			return p
		}
	}
	panic("uplus: the relation allows " + string(action) + ", which the contract cannot say")
}

var modules = []enumItem{
	{int(content.Hall), "大厅"},
	{int(content.Show), "秀场"},
	{int(content.Group), "群"},
	{int(content.User), "用户"},
}

type enumItem struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
}

type relationPunish struct {
	ID           int    `json:"id"`
	Title        string `json:"title"`
	RequiredTime bool   `json:"required_time"`
}

type relationModule struct {
	ID       int              `json:"id"`
	Title    string           `json:"title"`
	Punishes []relationPunish `json:"punishes"`
}

type relation struct {
	Reasons     []enumItem       `json:"reasons"`
	ModuleTypes []relationModule `json:"module_types"`
}

// punishRelation is the table at the end of seed 004 (惩罚关联), made of the
// very rules that are enforced.
func punishRelation() relation {
	var result relation
	for _, r := range reasons {
		result.Reasons = append(result.Reasons, enumItem{r.id, r.title})
	}
	for _, m := range modules {
		entry := relationModule{ID: m.ID, Title: m.Title}
		for _, allowed := range verdict.Allowed(content.Module(m.ID)) {
			p := punishTypeOf(allowed.Action)
			entry.Punishes = append(entry.Punishes, relationPunish{p.id, p.title, allowed.Timed})
		}
		result.ModuleTypes = append(result.ModuleTypes, entry)
	}
	return result
}

// entranceNames is the answer of /enum/entrance_mod (seed 004, 获取入口MOD枚举).
func entranceNames() map[string]string {
	names := make(map[string]string, len(content.Entrances()))
	for _, rule := range content.Entrances() {
		names[strconv.Itoa(int(rule.Entrance))] = rule.Name
	}
	return names
}

type reportType struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// reportTypes is the answer of report_type (seed 002, 举报类型).
func reportTypes(admin bool) []reportType {
	if admin {
		return []reportType{
			{int(verdict.OrderDelete), "删除"},
			{int(verdict.OrderMute), "禁言"},
			{int(verdict.OrderLoginLimit), "封号"},
		}
	}
	return []reportType{
		{int(verdict.ComplaintPorn), "色情"},
		{int(verdict.ComplaintAd), "广告"},
		{int(verdict.ComplaintPolitics), "敏感话题"},
	}
}
