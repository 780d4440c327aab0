package intake

import (
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// ordersOf turns an administrator's types 4–6 into punishments (PROTOCOLS §1).
// An order that the relation does not allow in the entrance's module is
// refused, and with it the report.
func ordersOf(app tenant.App, report review.Report) ([]enforce.Punishment, error) {
	var orders []enforce.Punishment
	for _, complaint := range report.Complaints.Orders().List() {
		action, _ := complaint.Action()
		hits := targets(report, action)
		if len(hits) == 0 {
			return nil, fault.Field("type", "%d finds nothing in this report to act on", complaint)
		}
		for _, target := range hits {
			target.App, target.Action, target.Entrance = report.App, action, report.Entrance
			target.Module = report.Entrance.Module()
			if action == verdict.LoginLimit {
				target.Module = content.User
			}
			target.Label = labelOf(report.Complaints)
			target.Hours = hoursOf(app)
			target.AuthorID, target.Reporter = report.Reporter, report.Reporter
			if err := target.Check(); err != nil {
				refused := *fault.As(err)
				refused.Field = "type"
				return nil, &refused
			}
			orders = append(orders, target)
		}
	}
	return orders, nil
}

// targets lists what an action hits: every message for a deletion, every
// person for the rest.
func targets(report review.Report, action verdict.Action) []enforce.Punishment {
	var base enforce.Punishment
	if report.Profile != nil {
		base.PlaceID = report.Profile.PlaceID
	}
	if report.Entrance.InGroup() {
		base.OwnerID = report.Profile.OwnerID
	}
	if action == verdict.Delete && len(report.Messages) > 0 {
		return messageTargets(report, base)
	}
	var list []enforce.Punishment
	for _, user := range report.Accuses() {
		base.UserID = user
		list = append(list, base)
	}
	return list
}

// messageTargets lists the messages of the accused, or all where nobody is
// named: a private chat shows the reporter's own lines too.
func messageTargets(report review.Report, base enforce.Punishment) []enforce.Punishment {
	var list []enforce.Punishment
	for _, m := range report.Messages {
		owner := m.SenderID
		if report.Entrance == content.AlbumPicture {
			owner = report.Accused
		}
		if report.Accused != "" && owner != report.Accused {
			continue
		}
		base.UserID, base.MessageID, base.URL, base.ThumbURL = owner, m.ID, m.URL, m.ThumbURL
		list = append(list, base)
	}
	return list
}

// labelOf is the reason of an order: the violation that came with it, else the
// contract's 敏感话题.
func labelOf(complaints verdict.Complaints) verdict.Label {
	for _, complaint := range complaints.Violations().List() {
		if label, ok := complaint.Label(); ok {
			return label
		}
	}
	return verdict.Politics
}

func hoursOf(app tenant.App) int {
	if app.Uplus == nil || app.Uplus.AdminHours == 0 {
		return verdict.Forever
	}
	return app.Uplus.AdminHours
}
