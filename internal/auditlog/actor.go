package auditlog

import (
	"context"
	"maps"
)

// ActorKind tells what sort of somebody acts.
type ActorKind string

// The kinds of actor.
const (
	Staff         ActorKind = "staff"
	App           ActorKind = "app"           // an app's back office, by its token
	Administrator ActorKind = "administrator" // an app's own administrator, by a report
	System        ActorKind = "system"        // the program itself; also where nobody was named
	CLI           ActorKind = "cli"           // a command on the machine
	Visitor       ActorKind = "visitor"       // has not proved who he is
)

// Actor is who acts, and from where.
type Actor struct {
	Kind    ActorKind
	ID      string // staff id, app id, or the app's user id; empty where there is none
	Name    string // username; for an app the csid in whose name it acts
	Address string // of the client
	Via     string // the HTTP route, as "POST /pass", or the command
}

// As is somebody else at the same place.
func (a Actor) As(kind ActorKind, id, name string) Actor {
	a.Kind, a.ID, a.Name = kind, id, name
	return a
}

type (
	actorKey  struct{}
	detailKey struct{}
)

// WithActor tells all that is written under the context who did it.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom is who acts; System where nobody was named.
func ActorFrom(ctx context.Context) Actor {
	if actor, named := ctx.Value(actorKey{}).(Actor); named {
		return actor
	}
	return Actor{Kind: System}
}

// WithDetail adds to the Detail of the entries that are written under the
// context: what only the caller knows, as the names of what changed. It must
// hold neither secrets nor anybody's text.
func WithDetail(ctx context.Context, detail map[string]any) context.Context {
	all := maps.Clone(DetailFrom(ctx))
	if all == nil {
		all = map[string]any{}
	}
	maps.Copy(all, detail)
	return context.WithValue(ctx, detailKey{}, all)
}

// DetailFrom is what WithDetail added, nil for nothing. The caller must not
// change it.
func DetailFrom(ctx context.Context) map[string]any {
	detail, _ := ctx.Value(detailKey{}).(map[string]any)
	return detail
}
