package policy

import (
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Thresholds are an app's own. The zero value is not useful: begin with
// Defaults.
type Thresholds struct {
	Deny   float64 `json:"deny"`   // how sure evidence must be to deny, else it asks a person
	Review float64 `json:"review"` // how sure it must be to count at all
	Model  float64 `json:"model"`  // from which score on the model asks a person; 0: never

	Repeats int `json:"repeats"` // lines of the same text by one sender in 10 s that are still taken; 0: any number
	Spread  int `json:"spread"`  // senders of the same text in a minute before a person looks; 0: any number

	Near int `json:"near"` // senders of nearly the same text in a minute before a person looks; 0: any number

	DenyRepeatOffenders int `json:"deny_repeat_offenders"` // from how many findings of people against the sender on sure evidence denies instead of asking; 0: never
}

// Defaults take what any list is sure of, and no ordinary fast typist is in
// their way.
func Defaults() Thresholds {
	return Thresholds{Deny: 0.9, Review: 0.5, Model: 0.97, Repeats: 8}
}

// With is t with what an app sets otherwise.
func (t Thresholds) With(own tenant.Thresholds) Thresholds {
	set(&t.Deny, own.Deny)
	set(&t.Review, own.Review)
	set(&t.Model, own.Model)
	set(&t.Repeats, own.Repeats)
	set(&t.Spread, own.Spread)
	set(&t.Near, own.Near)
	set(&t.DenyRepeatOffenders, own.DenyRepeatOffenders)
	return t
}

func set[T any](field *T, own *T) {
	if own != nil {
		*field = *own
	}
}

// ForApp are an app's own where it sets them, else the defaults.
func ForApp(app tenant.App) Thresholds {
	if app.Audit == nil {
		return Defaults()
	}
	return Defaults().With(app.Audit.Thresholds)
}

// Check returns an Invalid fault that names what is out of its bounds.
func (t Thresholds) Check() error {
	for _, bound := range []struct {
		field string
		value float64
	}{{"deny", t.Deny}, {"review", t.Review}, {"model", t.Model}} {
		if !(bound.value >= 0 && bound.value <= 1) { // also refuses NaN
			return fault.Field(bound.field, "must be from 0 to 1")
		}
	}
	for _, bound := range []struct {
		field string
		value int
	}{{"repeats", t.Repeats}, {"spread", t.Spread}, {"near", t.Near}, {"deny_repeat_offenders", t.DenyRepeatOffenders}} {
		if bound.value < 0 || bound.value > 1_000_000 {
			return fault.Field(bound.field, "must be from 0 to 1000000")
		}
	}
	return nil
}
