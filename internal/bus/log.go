package bus

import (
	"fmt"
	"log/slog"
)

// quietly is the log of the NATS in this process: for who looks for the cause.
// What operators must know, the Bus says itself.
type quietly struct{ log *slog.Logger }

func (q quietly) say(format string, values []any) {
	q.log.Debug("bus: " + fmt.Sprintf(format, values...))
}

func (q quietly) Noticef(format string, values ...any) { q.say(format, values) }
func (q quietly) Warnf(format string, values ...any)   { q.say(format, values) }
func (q quietly) Fatalf(format string, values ...any)  { q.say(format, values) }
func (q quietly) Errorf(format string, values ...any)  { q.say(format, values) }
func (q quietly) Debugf(format string, values ...any)  { q.say(format, values) }
func (q quietly) Tracef(format string, values ...any)  { q.say(format, values) }
