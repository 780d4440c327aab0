package push

import (
	"log/slog"
	"net/http"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"
)

// config is the library's. Its own metrics stay inside: what we tell is in
// Counters.
func (p *Push) config() centrifuge.Config {
	return centrifuge.Config{
		Name: "push", LogLevel: centrifuge.LogLevelError, LogHandler: p.log,
		ClientStaleCloseDelay: loginWithin, ClientQueueMaxSize: maxQueue,
		ClientChannelLimit: maxWatched + 1, ChannelMaxLength: maxChannel, HistoryMaxPublicationLimit: maxPage,
		Metrics: centrifuge.MetricsConfig{RegistererGatherer: prometheus.NewRegistry()},
	}
}

// newSocket speaks WebSocket. Any page may connect, for it proves itself by a
// token that no browser adds by itself. Nothing is compressed, so that a small
// message can unfold to no large one.
func newSocket(node *centrifuge.Node) http.Handler {
	return centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
		CheckOrigin:    func(*http.Request) bool { return true },
		ReadBufferSize: 1 << 10, UseWriteBufferPool: true, MessageSizeLimit: maxCommand, WriteTimeout: writeWithin,
		PingPongConfig: centrifuge.PingPongConfig{PingInterval: pingEvery, PongTimeout: pongWithin},
	})
}

// log passes on what the library complains of, without what was said: of the
// fields only those that hold nobody's words.
func (p *Push) log(entry centrifuge.LogEntry) {
	var attrs []any
	for _, name := range []string{"error", "channel", "client"} {
		if value, said := entry.Fields[name]; said {
			attrs = append(attrs, slog.Any(name, value))
		}
	}
	p.o.Log.Error("push: "+entry.Message, attrs...)
}
