package tenant

import (
	"cmp"
	"slices"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// CheckTogether refuses apps of which a request could mean either: ids, hosts
// and the protocols' own app ids belong to one app each. The faults' fields are
// those of Check.
func CheckTogether(apps []App) map[string][]*fault.Error {
	ordered := slices.SortedFunc(slices.Values(apps), func(a, b App) int { return cmp.Compare(a.ID, b.ID) })
	taken := map[string]string{} // what is claimed → the app that has it
	problems := map[string][]*fault.Error{}
	for _, app := range ordered {
		for _, claim := range app.claims() {
			if owner, is := taken[claim.what]; is {
				problems[app.ID] = append(problems[app.ID], fault.Field(claim.field, "belongs to app %s already", owner))
				continue
			}
			taken[claim.what] = app.ID
		}
	}
	return problems
}

type claim struct{ field, what string }

// claims is everything by which a request may mean this app.
func (a App) claims() []claim {
	list := []claim{{"id", "id " + a.ID}}
	for i, host := range a.Hosts {
		list = append(list, claim{item("hosts", i), "host " + bareHost(host)})
	}
	if a.Immomo != nil {
		list = append(list, claim{"immomo.appid", "immomo " + a.Immomo.AppID})
	}
	for i, credential := range a.Yunjing {
		list = append(list, claim{item("yunjing", i) + ".app_id", "yunjing " + credential.AppID})
	}
	if a.Netease != nil {
		list = append(list, claim{"netease.app_key", "netease " + a.Netease.AppKey})
	}
	if a.Party != nil {
		list = append(list, claim{"party.app_key", "party " + a.Party.AppKey})
	}
	return list
}
