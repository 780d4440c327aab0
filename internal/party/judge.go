package party

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// Channel is the outbox channel by which this room hears the later verdict on
// what it had judged.
const Channel = "party"

// The credentials by which messages, names and pictures of users are known among
// all that is judged. They tell what a later verdict is about.
const (
	ByMessage = "party"
	ByName    = "party:name"
	ByIcon    = "party:icon"
)

// Heard reports whether this room wants to hear a later verdict on what came by
// the credential.
func Heard(credential string) bool {
	return credential == ByMessage || credential == ByName || credential == ByIcon
}

// CodeRefused is the stable code of what may not be shown.
const CodeRefused = "refused"

// Screen answers whether something may be shown; see screen.Service.
type Screen interface {
	Screen(ctx context.Context, r screen.Request) (screen.Answer, error)
}

// judged is the profile as it may be shown. Only what is new in it is judged: a
// name at once, a picture afterwards.
func (s *Service) judged(ctx context.Context, known Account, p Profile) (Profile, error) {
	if p.Name != nil && *p.Name != known.Name && *p.Name != "" {
		name, err := s.judgedName(ctx, known, *p.Name)
		if err != nil {
			return p, err
		}
		p.Name = &name
	}
	if p.Icon != nil && *p.Icon != known.Icon && *p.Icon != "" {
		_, err := s.Screen.Screen(ctx, screen.Request{
			App: known.App, Credential: ByIcon, Channel: Channel,
			Line: content.Line{Type: content.PictureLine, UserID: known.UserUUID, Text: *p.Icon},
		})
		return p, err
	}
	return p, nil
}

func (s *Service) judgedName(ctx context.Context, known Account, name string) (string, error) {
	answer, err := s.Screen.Screen(ctx, screen.Request{
		App: known.App, Credential: ByName, Channel: Channel,
		Line: content.Line{Type: content.UserLine, UserID: known.UserUUID, Text: name},
	})
	switch {
	case err != nil:
		return "", err
	case answer.Outcome == policy.Deny:
		return "", &fault.Error{Kind: fault.Forbidden, Code: CodeRefused, Field: "userName", Message: "may not be shown"}
	case answer.Outcome == policy.Mask && answer.Text != "":
		return answer.Text, nil
	}
	return name, nil
}

// censor takes what was found out back from the user's profile, where it stands
// there still.
func (s *Service) censor(ctx context.Context, record screen.Record) error {
	_, err := s.Store.ChangePartyAccount(ctx, record.App, record.Line.UserID, func(a *Account) error {
		switch {
		case record.Credential == ByName && a.Name == record.Line.Text:
			a.Name = covered
		case record.Credential == ByIcon && a.Icon == record.Line.Text:
			a.Icon = ""
		default:
			return nil
		}
		a.UpdatedAt = s.Now()
		return nil
	})
	if fault.HasCode(err, CodeNoUser) {
		return nil // the name was judged, the account never made
	}
	return err
}

// covered stands where a name stood that may not be shown.
const covered = "***"
