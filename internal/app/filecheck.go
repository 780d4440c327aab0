package app

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/usertoken"
	"github.com/xiezhi/xiezhi/internal/words"
)

// maxUserID bounds a user's id, in bytes.
const maxUserID = 128

// problems lists what is wrong with a file whatever the store holds.
func (f *File) problems() []*config.Problem {
	var found []*config.Problem
	for _, problem := range f.Check() {
		found = append(found, f.doc.Problem(problem.Path, problem.Message))
	}
	found = append(found, f.appProblems()...)
	found = append(found, f.staffProblems()...)
	found = append(found, f.listProblems("risk_users", f.RiskUsers)...)
	found = append(found, f.listProblems("special_users", f.SpecialUsers)...)
	found = append(found, f.wordProblems()...)
	return append(found, f.ruleProblems()...)
}

// at turns a fault about a field into a problem about its place in the file.
func (f *File) at(path string, err error) *config.Problem {
	problem := fault.As(err)
	if problem.Field != "" {
		path += "." + problem.Field
	}
	return f.doc.Problem(path, problem.Message)
}

func (f *File) appProblems() []*config.Problem {
	var found []*config.Problem
	first := map[string]int{}
	for i, app := range f.Apps {
		path := fmt.Sprintf("apps[%d]", i)
		for _, problem := range app.Problems() {
			found = append(found, f.at(path, problem))
		}
		if err := tokenProblem(app); err != nil {
			found = append(found, f.at(path+".uplus", err))
		}
		if j, twice := first[app.ID]; twice && app.ID != "" {
			found = append(found, f.doc.Problem(path+".id", fmt.Sprintf("is declared twice, first as apps[%d]", j)))
		}
		first[app.ID] = i
	}
	return found
}

// tokenProblem asks the verifier whether it can use the rules of the users'
// tokens, which tenant knows only by their form; nil also where the form is
// wrong already.
func tokenProblem(app tenant.App) error {
	formless := func(problem *fault.Error) bool { return strings.HasPrefix(problem.Field, "uplus.token") }
	if app.Uplus == nil || slices.ContainsFunc(app.Problems(), formless) {
		return nil
	}
	return usertoken.Check(app.Uplus.Token)
}

func (f *File) staffProblems() []*config.Problem {
	var found []*config.Problem
	first := map[string]int{}
	for i, declared := range f.Staff {
		path := fmt.Sprintf("staff[%d]", i)
		if err := declared.Check(); err != nil {
			found = append(found, f.at(path, err))
		}
		name := strings.ToLower(declared.Username)
		if j, twice := first[name]; twice {
			found = append(found, f.doc.Problem(path+".username", fmt.Sprintf("is declared twice, first as staff[%d]", j)))
		}
		first[name] = i
	}
	return found
}

func (f *File) listProblems(list string, users []ListedUser) []*config.Problem {
	var found []*config.Problem
	for i, user := range users {
		if !isPlain(user.UserID, maxUserID) {
			found = append(found, f.doc.Problem(fmt.Sprintf("%s[%d].user_id", list, i),
				"must be a user's id of 1 to 128 bytes without control characters"))
		}
		if user.App == "" {
			found = append(found, f.doc.Problem(fmt.Sprintf("%s[%d].app", list, i), "must name an app"))
		}
	}
	return found
}

func (f *File) wordProblems() []*config.Problem {
	var found []*config.Problem
	for i, declared := range f.Words {
		path := fmt.Sprintf("words[%d]", i)
		if err := (words.List{Name: declared.List}).Check(); err != nil {
			found = append(found, f.doc.Problem(path+".list", "must name the list in at most 64 bytes without control characters"))
		}
		if err := declared.term("标准").Check(); err != nil { // what all of its terms say
			found = append(found, f.at(path, err))
			continue
		}
		for j, term := range declared.Terms {
			if err := declared.term(term).Check(); err != nil {
				found = append(found, f.doc.Problem(fmt.Sprintf("%s.terms[%d]", path, j), err.Message))
			}
		}
	}
	return found
}

func isPlain(text string, limit int) bool {
	return text != "" && len(text) <= limit && utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}
