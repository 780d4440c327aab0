package usertoken

import (
	"encoding/json"
	"strconv"
)

// The names of the claims where the app's rules give none.
const (
	defaultUserClaim  = "sub"
	defaultAdminClaim = "admin"
)

func orDefault(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return name
}

// identityOf reads who the claims speak for. The claims' numbers are
// json.Numbers. UserID is empty where they name nobody.
func identityOf(claims map[string]any, userClaim, adminClaim string) Identity {
	return Identity{
		UserID: userOf(claims[orDefault(userClaim, defaultUserClaim)]),
		Admin:  isTrue(claims[orDefault(adminClaim, defaultAdminClaim)]),
	}
}

// userOf takes a string, or a whole number by its digits, because many apps
// number their users.
func userOf(claim any) string {
	switch claim := claim.(type) {
	case string:
		return claim
	case json.Number:
		if _, err := strconv.ParseInt(claim.String(), 10, 64); err == nil {
			return claim.String()
		}
	}
	return ""
}

// isTrue takes true, "true" and 1; everything else is no.
func isTrue(claim any) bool {
	switch claim := claim.(type) {
	case bool:
		return claim
	case string:
		return claim == "true"
	case json.Number:
		return claim == "1"
	}
	return false
}
