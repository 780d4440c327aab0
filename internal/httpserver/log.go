package httpserver

import (
	"context"
	"log/slog"

	"github.com/xiezhi/xiezhi/internal/trace"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// Logger has every line that is written under a request's context tell the
// request's id, and that of its trace.
func Logger(log *slog.Logger) *slog.Logger { return slog.New(telling{log.Handler()}) }

type telling struct{ slog.Handler }

// Handle implements slog.Handler.
func (t telling) Handle(ctx context.Context, line slog.Record) error {
	if id := wire.RequestID(ctx); id != "" {
		line.AddAttrs(slog.String("request_id", id))
	}
	if id := trace.ID(ctx); id != "" {
		line.AddAttrs(slog.String("trace_id", id))
	}
	return t.Handler.Handle(ctx, line)
}

// WithAttrs implements slog.Handler.
func (t telling) WithAttrs(attrs []slog.Attr) slog.Handler {
	return telling{t.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (t telling) WithGroup(name string) slog.Handler { return telling{t.Handler.WithGroup(name)} }
