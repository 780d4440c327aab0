package console

import (
	"net/http"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// permissionNames are the permissions the page asks about.
var permissionNames = []struct {
	permission staff.Permission
	name       string
}{
	{staff.Read, "read"}, {staff.Decide, "decide"}, {staff.Lift, "lift"},
	{staff.KeepLists, "keep_lists"}, {staff.Senior, "senior"}, {staff.Administer, "administer"},
}

type meAnswer struct {
	ID           int64         `json:"id"`
	Username     string        `json:"username"`
	Role         staff.Role    `json:"role"`
	Permissions  []string      `json:"permissions"`
	Apps         []appInfo     `json:"apps"`
	Entrances    []entranceRow `json:"entrances"`
	LeaseSeconds int           `json:"lease_seconds"`
}

type appInfo struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	MediaBaseURL string `json:"media_base_url"`
	Uplus        bool   `json:"uplus"`
}

// entranceRow tells the page which module an entrance belongs to: the uplus
// interfaces give only its name.
type entranceRow struct {
	Mod     int  `json:"mod"`
	Module  int  `json:"module"`
	InGroup bool `json:"in_group"`
}

type refusal struct {
	Code string `json:"code"`
	Info string `json:"info"`
}

// me tells the page who works with it, on what.
func (h *handler) me(w http.ResponseWriter, r *http.Request) {
	account, err := h.Sessions.Current(r.Context())
	if err != nil {
		h.refuseMe(w, err)
		return
	}
	wire.WriteJSON(w, http.StatusOK, meAnswer{
		ID: account.ID, Username: account.Username, Role: account.Role,
		Permissions: permissionsOf(account.Role), Apps: h.appInfos(), Entrances: entranceRows(),
		LeaseSeconds: int(h.Lease().Seconds()),
	})
}

func (h *handler) refuseMe(w http.ResponseWriter, err error) {
	if fault.Is(err, fault.Unauthenticated) {
		wire.WriteJSON(w, http.StatusUnauthorized, refusal{"unauthenticated", "log in first"})
		return
	}
	wire.WriteJSON(w, http.StatusServiceUnavailable, refusal{"unavailable", "the store does not answer"})
}

func permissionsOf(role staff.Role) []string {
	names := []string{}
	for _, row := range permissionNames {
		if role.May(row.permission) {
			names = append(names, row.name)
		}
	}
	return names
}

func (h *handler) appInfos() []appInfo {
	infos := []appInfo{}
	for _, app := range h.Apps.All() {
		infos = append(infos, appInfo{ID: app.ID, Name: app.Name, MediaBaseURL: app.MediaBaseURL, Uplus: app.Uplus != nil})
	}
	return infos
}

func entranceRows() []entranceRow {
	rows := []entranceRow{}
	for _, rule := range content.Entrances() {
		rows = append(rows, entranceRow{int(rule.Entrance), int(rule.Module), rule.Entrance.InGroup()})
	}
	return rows
}
