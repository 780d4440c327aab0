package sandbox

import (
	"slices"
	"strings"
)

// filing is a report on its way: what is sent, by whom, and what the narrator
// says of it.
type filing struct {
	report   report
	reporter string // user id
	admin    bool
	story    string
}

// filings has what goes on in one entrance reported: by one person, or by
// several one after the other; or by an administrator, who orders.
func (s *scene) filings(mod int) []filing {
	a, ok := s.accuse(mod)
	if !ok {
		return nil
	}
	if s.wantsOrder(a) {
		return []filing{s.order(a)}
	}
	var list []filing
	for _, p := range s.reporters(a, s.howMany()) {
		list = append(list, s.complain(a, p))
	}
	return list
}

// howMany is how many people report the same thing.
func (s *scene) howMany() int {
	switch dice := s.rand.IntN(100); {
	case dice < 5:
		return 3
	case dice < 25:
		return 2
	}
	return 1
}

func (s *scene) complain(a accusation, p *person) filing {
	memo := ""
	if s.rand.IntN(10) < 3 {
		memo = s.writer.Named("备注")
	}
	types := s.reasons(a.kind)
	return filing{report: a.body(p, types, memo), reporter: p.id, story: a.story("〔举报〕{谁} 举报{被}{哪}：{什么} {话}", p, types)}
}

// reasons is what a reporter ticks. Who reports falsely ticks anything.
func (s *scene) reasons(kind habit) []int {
	first := kind.Complaint()
	if kind == ordinary {
		first = 1 + s.rand.IntN(3)
	}
	types := []int{first}
	if second := 1 + s.rand.IntN(3); second != first && s.rand.IntN(10) == 0 {
		types = append(types, second)
	}
	slices.Sort(types)
	return types
}

// reporters is up to n people who could have seen it and are there.
func (s *scene) reporters(a accusation, n int) []*person {
	crowd := a.witnesses
	if crowd == nil {
		crowd = s.people
	}
	var list []*person
	for _, i := range s.rand.Perm(len(crowd)) {
		if len(list) < n && s.mayReport(crowd[i], a) {
			list = append(list, crowd[i])
		}
	}
	return list
}

func (s *scene) mayReport(p *person, a accusation) bool {
	if p == a.accused || (p.habit != ordinary && a.mod != 12 && a.mod != 25) {
		return false
	}
	if len(a.lines) > 0 && a.lines[0].sender == p && len(a.lines) == 1 {
		return false
	}
	_, limited := s.platform.LoginLimited(p.id)
	return !limited && (p.online || a.mod == 12 || a.mod == 25)
}

// ordered lists what an administrator may order through an entrance: only where
// one person is accused, and only what the module knows (惩罚关联 of seed 004).
// What stands first is ordered most often.
var ordered = map[int][]int{
	11: {4, 5, 4, 5, 5, 4, 6}, 14: {4, 5, 4, 5, 5, 4, 6}, 16: {4, 4, 4, 5},
	13: {4, 4, 4, 4, 6}, 15: {4, 4, 4, 4, 6},
}

func (s *scene) wantsOrder(a accusation) bool {
	return a.kind != ordinary && len(ordered[a.mod]) > 0 && s.rand.IntN(100) < 12
}

// order is an administrator's direct order; sometimes with the reason, which
// then waits for a reviewer too.
func (s *scene) order(a accusation) filing {
	admin := pick(s.rand, s.admins)
	types := []int{pick(s.rand, ordered[a.mod])}
	if s.rand.IntN(10) < 3 {
		types = append([]int{a.kind.Complaint()}, types...)
	}
	return filing{report: a.body(admin, types, "管理员巡查"), reporter: admin.id, admin: true, story: a.story("〔管理员指令〕{谁} 处理{被}{哪}：{什么} {话}", admin, types)}
}

// typeNames is the answer of report_type (seed 002, 举报类型).
var typeNames = map[int]string{1: "色情", 2: "广告", 3: "敏感话题", 4: "删除", 5: "禁言", 6: "封号"}

func typeList(types []int) string {
	var names []string
	for _, t := range types {
		names = append(names, typeNames[t])
	}
	return strings.Join(names, "、")
}

// story tells in one line who reports what.
func (a accusation) story(template string, who *person, types []int) string {
	accused := "" // the place itself
	if a.accused != nil {
		accused = " " + a.accused.name + " 的"
	}
	return tell(template, "{谁}", who.name, "{被}", accused, "{哪}", a.where(), "{什么}", typeList(types), "{话}", quoted(a.quote()))
}
