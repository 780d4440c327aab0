package native

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// auditItem is one entry of the audit log.
type auditItem struct {
	ID     int64           `json:"id"`
	At     time.Time       `json:"at"`
	Actor  auditActor      `json:"actor"`
	Action auditlog.Action `json:"action" example:"case.decide"`
	App    string          `json:"app,omitempty"`
	Object auditObject     `json:"object"`
	Detail json.RawMessage `json:"detail" doc:"An object with what else is to be known."`

	Position int64  `json:"position,omitempty" doc:"Its place in the chain; absent for the moment that it waits to be linked."`
	Hash     string `json:"hash,omitempty"`
}

type auditActor struct {
	Kind    auditlog.ActorKind `json:"kind" example:"staff"`
	ID      string             `json:"id,omitempty"`
	Name    string             `json:"name,omitempty"`
	Address string             `json:"address,omitempty"`
	Via     string             `json:"via,omitempty" doc:"The HTTP route, or the command."`
}

type auditObject struct {
	Kind string `json:"kind" example:"case"`
	ID   string `json:"id,omitempty"`
}

// AuditFilter picks entries; empty fields match everything.
type AuditFilter struct {
	ActorKind  auditlog.ActorKind `query:"actor_kind" maxLength:"32"`
	ActorID    string             `query:"actor_id" maxLength:"128"`
	Action     string             `query:"action" maxLength:"64" doc:"The action's beginning: case. or case.claim."`
	App        string             `query:"app" maxLength:"128"`
	ObjectKind string             `query:"object_kind" maxLength:"32"`
	ObjectID   string             `query:"object_id" maxLength:"128"`
	From       time.Time          `query:"from"`
	To         time.Time          `query:"to" doc:"Not included."`
}

type auditInput struct {
	Paging
	AuditFilter
}

type auditExportInput struct {
	AuditFilter
	Format auditlog.Format `query:"format" enum:"jsonl,csv" default:"jsonl"`
}

func (h *Handler) auditOperations() {
	tags := []string{"audit"}
	add(h, huma.Operation{OperationID: "list-audit", Method: http.MethodGet, Path: "/audit", Tags: tags,
		Summary: "List the audit log, the newest first"}, h.listAudit)
	add(h, huma.Operation{OperationID: "export-audit", Method: http.MethodGet, Path: "/audit/export", Tags: tags,
		Summary:     "Hand the audit log out, in the chain's order",
		Description: "By the JSON lines a stranger can verify the chain: each hash is SHA-256 of the hash before and the entry's bytes.",
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{
			"application/jsonl": {Schema: &huma.Schema{Type: huma.TypeString}}, "text/csv": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}},
	}, h.exportAudit)
	add(h, huma.Operation{OperationID: "verify-audit", Method: http.MethodGet, Path: "/audit/verify", Tags: tags,
		Summary: "Verify a part of the audit log's chain",
		Description: "At most 10000 links; go on at next. Whoever begins at 1 and reaches the end has verified the chain. " +
			"Entries in no link, and a log that was rewritten as a whole, only xiezhi audit verify can find."}, h.verifyAudit)
}

func (f AuditFilter) filter() (auditlog.Filter, error) {
	if f.ObjectID != "" && f.ObjectKind == "" {
		return auditlog.Filter{}, fault.Field("object_kind", "is needed beside object_id")
	}
	return auditlog.Filter{
		ActorKind: f.ActorKind, ActorID: f.ActorID, Action: f.Action, App: f.App,
		Object: auditlog.Object{Kind: f.ObjectKind, ID: f.ObjectID}, From: f.From, To: f.To,
	}, nil
}

func (h *Handler) listAudit(ctx context.Context, in *auditInput) (*answer[page[auditItem]], error) {
	filter, err := in.filter()
	if err != nil {
		return nil, err
	}
	if filter.BeforeID, err = in.before(); err != nil {
		return nil, err
	}
	filter.Limit = in.Limit + 1
	entries, err := h.deps.Audit.AuditEntries(ctx, filter)
	if err != nil {
		return nil, err
	}
	return answered(pageOf(entries, in.Limit, func(e auditlog.Linked) int64 { return e.ID }, auditOf), nil)
}

func auditOf(e auditlog.Linked) auditItem {
	return auditItem{
		ID: e.ID, At: e.At.UTC(), Actor: auditActor(e.Actor), Action: e.Action, App: e.App,
		Object: auditObject(e.Object), Detail: e.Detail, Position: e.Position, Hash: e.Hash,
	}
}

// exportAudit streams. That it was asked for is written before the first line.
func (h *Handler) exportAudit(ctx context.Context, in *auditExportInput) (*huma.StreamResponse, error) {
	filter, err := in.filter()
	if err != nil {
		return nil, err
	}
	entry := auditlog.Entry{Action: auditlog.AuditExport, Object: auditlog.Object{Kind: auditlog.AnAudit}}
	if err := h.deps.Audit.RecordAudit(ctx, entry); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(stream huma.Context) {
		kind := map[auditlog.Format]string{auditlog.JSONLines: "application/jsonl", auditlog.CSV: "text/csv; charset=utf-8"}[in.Format]
		stream.SetHeader("Content-Type", kind)
		stream.SetHeader("Cache-Control", "no-store")
		stream.SetHeader("Content-Disposition", `attachment; filename="audit.`+string(in.Format)+`"`)
		if _, _, err := auditlog.Export(ctx, h.deps.Audit, filter, in.Format, patient(stream)); err != nil {
			h.log(ctx, "GET "+Prefix+"/audit/export", err)
			panic(http.ErrAbortHandler) // half a log must not look like the whole
		}
	}}, nil
}
