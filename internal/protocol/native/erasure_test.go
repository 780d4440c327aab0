package native

import (
	"net/http"
	"testing"
)

func TestAUserIsErased(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	c.call("admin", "add-risk-user", given{"app": "live", "user_id": "u10001"})
	counted := c.call("admin", "erase-user", given{"id": "live", "user_id": "u10001", "dry_run": true})
	if c.number(counted, "counts.listed") != 1 || counted["id"] != nil {
		t.Errorf("counted %v", counted)
	}
	done := c.call("admin", "erase-user", given{"id": "live", "user_id": "u10001"})
	if c.number(done, "counts.listed") != 1 || done["state"] != "ended" {
		t.Errorf("erased %v", done)
	}
	w.wantProblem(c.try("supervisor", "erase-user", given{"id": "live", "user_id": "u10001"}), http.StatusForbidden, "forbidden")
	w.wantProblem(c.try("admin", "erase-user", given{"id": "none", "user_id": "u10001"}), http.StatusNotFound, "unknown_app")
}
