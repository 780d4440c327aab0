package rules

import "context"

// Declare has the app's rule of that name say so. It is made where there is
// none; without a state, a new one is a draft, and one of before stays as it
// was.
func (s *Service) Declare(ctx context.Context, rule Rule) (made, changed bool, err error) {
	all, err := s.store.Rules(ctx)
	if err != nil {
		return false, false, err
	}
	var before Rule
	for _, one := range all {
		if one.App == rule.App && one.Name == rule.Name {
			before = one
		}
	}
	rule.ID = before.ID
	if rule.State == "" {
		rule.State = before.State
	}
	if rule.State == "" {
		rule.State = Draft
	}
	if before.ID != 0 && before.SameAs(rule) {
		return false, false, nil
	}
	_, err = s.Put(ctx, rule, before.Version)
	return before.ID == 0, err == nil, err
}
