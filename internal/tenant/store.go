package tenant

import "context"

// Sealed is an app as the store keeps it: everything but the id is encrypted,
// because everything but the id is or surrounds a credential.
type Sealed struct {
	ID   string
	Data []byte
}

// Store keeps apps and operator settings.
type Store interface {
	// Apps returns every app, by id.
	Apps(ctx context.Context) ([]Sealed, error)
	// PutApp creates or replaces an app and raises the revision.
	PutApp(ctx context.Context, app Sealed) error
	// ReplaceApp puts data in the place of before and raises the revision;
	// replaced is false where before is not what is kept any more.
	ReplaceApp(ctx context.Context, before Sealed, data []byte) (replaced bool, err error)
	// Revision goes up with every change of an app or setting, from whatever
	// process. It is cheap to ask.
	Revision(ctx context.Context) (int64, error)
	// Setting returns a named setting; found is false where it was never set.
	Setting(ctx context.Context, name string) (value string, found bool, err error)
	// PutSetting creates or replaces a setting and raises the revision.
	PutSetting(ctx context.Context, name, value string) error
}
