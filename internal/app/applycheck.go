package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// checkAgainstStore holds the file against what is there already and against
// the addresses that may be called.
func (c *core) checkAgainstStore(ctx context.Context, file *File) error {
	if err := c.registry.Reload(ctx); err != nil {
		return err
	}
	found := c.clashes(file)
	for list, users := range map[string][]ListedUser{"risk_users": file.RiskUsers, "special_users": file.SpecialUsers} {
		found = append(found, c.strangers(file, list, users)...)
	}
	found = append(found, c.strangersRules(file)...)
	refused, err := c.refusedAddresses(ctx, file)
	if err != nil {
		return err
	}
	found = append(found, refused...)
	found = append(found, c.peopleWithoutPassword(ctx, file)...)
	return config.Join(found)
}

// knows reports whether the app is declared in the file or there already.
func (c *core) knows(file *File, id string) bool {
	_, known := c.registry.App(id)
	return known || slices.ContainsFunc(file.Apps, func(app tenant.App) bool { return app.ID == id })
}

func (c *core) strangers(file *File, list string, users []ListedUser) []*config.Problem {
	var found []*config.Problem
	for i, user := range users {
		if !c.knows(file, user.App) {
			found = append(found, file.doc.Problem(fmt.Sprintf("%s[%d].app", list, i), fmt.Sprintf("there is no app %q", user.App)))
		}
	}
	return found
}

// clashes lists what two apps would both be meant by.
func (c *core) clashes(file *File) []*config.Problem {
	together := map[string]tenant.App{}
	for _, app := range c.registry.All() {
		together[app.ID] = app
	}
	for _, app := range file.Apps {
		together[app.ID] = app
	}
	all := make([]tenant.App, 0, len(together))
	for _, app := range together {
		all = append(all, app)
	}
	clashing := tenant.CheckTogether(all)
	var found []*config.Problem
	for i, app := range file.Apps {
		for _, problem := range clashing[app.ID] {
			found = append(found, file.at(fmt.Sprintf("apps[%d]", i), problem))
		}
		delete(clashing, app.ID)
	}
	for id, problems := range clashing { // an app that the file does not hold, with one that it does
		found = append(found, file.doc.Problem("apps", fmt.Sprintf("app %s of the store: %s %s", id, problems[0].Field, problems[0].Message)))
	}
	return found
}

// refusedAddresses lists the addresses that we would call and may not
// (PROTOCOLS §8), as the file's own allow list would have it.
func (c *core) refusedAddresses(ctx context.Context, file *File) ([]*config.Problem, error) {
	kept, err := readKept(ctx, c.store)
	if err != nil {
		return nil, err
	}
	if file.doc.Has("egress.allow") {
		kept.Egress.Allow = file.Egress.Allow
	}
	client := egress.New(egress.Options{Allow: prefixes(override(kept, c.own).Egress.Allow)})
	var found []*config.Problem
	for _, target := range called(file) {
		if err := client.Check(ctx, target.url); err != nil {
			problem := fault.As(err)
			message := problem.Message
			if problem.Cause != nil {
				message += " (" + problem.Cause.Error() + ")"
			}
			found = append(found, file.doc.Problem(target.path, message+"; egress.allow lists the networks that may"))
		}
	}
	return found, nil
}

// target is an address of the file that we would call.
type target struct{ path, url string }

func called(file *File) []target {
	var all []target
	add := func(path, url string) {
		if url != "" {
			all = append(all, target{path, url})
		}
	}
	add("callback_url", file.CallbackURL)
	for i, app := range file.Apps {
		path := fmt.Sprintf("apps[%d].", i)
		if u := app.Uplus; u != nil {
			add(path+"uplus.base_url", u.BaseURL)
			if u.Token.JWT != nil {
				add(path+"uplus.token.jwt.jwks_url", u.Token.JWT.JWKSURL)
			}
			if u.Token.Introspect != nil {
				add(path+"uplus.token.introspect.url", u.Token.Introspect.URL)
			}
		}
		for j, credential := range app.Yunjing {
			add(fmt.Sprintf("%syunjing[%d].callback_url", path, j), credential.CallbackURL)
		}
		if app.Netease != nil {
			add(path+"netease.rtc_base_url", app.Netease.RTCBaseURL)
			add(path+"netease.im_base_url", app.Netease.IMBaseURL)
		}
	}
	return all
}

// peopleWithoutPassword lists new accounts that nobody could log in to.
func (c *core) peopleWithoutPassword(ctx context.Context, file *File) []*config.Problem {
	var found []*config.Problem
	for i, declared := range file.Staff {
		if declared.Password != "" {
			continue
		}
		if _, err := c.store.FindUsername(ctx, declared.Username); fault.Is(err, fault.NotFound) {
			found = append(found, file.doc.Problem(fmt.Sprintf("staff[%d].password", i), "a new account needs a password"))
		}
	}
	return found
}
