package tenant

import "github.com/xiezhi/xiezhi/internal/period"

// How an app's live messages are kept (Audit.Record).
const (
	RecordDurable = "durable" // before the answer leaves; the default
	RecordAsync   = "async"   // soon after: what was answered in a second that ends in a crash may be missing
)

// Audit is how an app's live messages and pictures are judged and kept. The
// zero value is what holds without it.
type Audit struct {
	Record     string     `yaml:"record,omitempty" json:"record,omitempty"`
	KeepDays   int        `yaml:"keep_days,omitempty" json:"keep_days,omitempty"` // how long messages are kept where Retention does not say; 0: unsaid
	Thresholds Thresholds `yaml:"thresholds,omitempty" json:"thresholds,omitzero"`
	Detector   *Detector  `yaml:"detector,omitempty" json:"detector,omitempty"`
}

// Thresholds are those that an app sets otherwise than the defaults of package
// policy, which says what they mean; nil leaves the default.
type Thresholds struct {
	Deny                *float64 `yaml:"deny,omitempty" json:"deny,omitempty"`
	Review              *float64 `yaml:"review,omitempty" json:"review,omitempty"`
	Model               *float64 `yaml:"model,omitempty" json:"model,omitempty"`
	Repeats             *int     `yaml:"repeats,omitempty" json:"repeats,omitempty"`
	Spread              *int     `yaml:"spread,omitempty" json:"spread,omitempty"`
	Near                *int     `yaml:"near,omitempty" json:"near,omitempty"`
	DenyRepeatOffenders *int     `yaml:"deny_repeat_offenders,omitempty" json:"deny_repeat_offenders,omitempty"`
}

// Detector is an outside model that looks at an app's pictures.
type Detector struct {
	URL       string `yaml:"url" json:"url"`
	Token     Secret `yaml:"token,omitempty" json:"token,omitempty"`           // our bearer token there
	TimeoutMS int    `yaml:"timeout_ms,omitempty" json:"timeout_ms,omitempty"` // in milliseconds; 0 means 5000
}

// The bounds of what an audit may say.
const (
	maxKeepDays  = period.Longest
	maxTimeoutMS = 60_000
	maxCount     = 1_000_000
)

func (a *Audit) check(c checker) {
	c.oneOf("record", a.Record, "", RecordDurable, RecordAsync)
	c.that("keep_days", a.KeepDays >= 0 && a.KeepDays <= maxKeepDays, "must be from 1 to %d, or 0 for the default", maxKeepDays)
	a.Thresholds.check(c.section("thresholds"))
	if a.Detector != nil {
		d := c.section("detector")
		d.required("url", a.Detector.URL)
		d.url("url", a.Detector.URL)
		d.secret("token", a.Detector.Token)
		d.that("timeout_ms", a.Detector.TimeoutMS >= 0 && a.Detector.TimeoutMS <= maxTimeoutMS, "must be from 1 to %d, or 0 for 5000", maxTimeoutMS)
	}
}

// share is a threshold from 0 to 1, count one of a number.
type (
	share struct {
		field string
		value *float64
	}
	count struct {
		field string
		value *int
	}
)

func (t Thresholds) shares() []share {
	return []share{{"deny", t.Deny}, {"review", t.Review}, {"model", t.Model}}
}

func (t Thresholds) counts() []count {
	return []count{{"repeats", t.Repeats}, {"spread", t.Spread}, {"near", t.Near}, {"deny_repeat_offenders", t.DenyRepeatOffenders}}
}

// Names are those of the thresholds that are set.
func (t Thresholds) Names() []string {
	names := []string{}
	for _, s := range t.shares() {
		if s.value != nil {
			names = append(names, s.field)
		}
	}
	for _, c := range t.counts() {
		if c.value != nil {
			names = append(names, c.field)
		}
	}
	return names
}

func (t Thresholds) check(c checker) {
	for _, s := range t.shares() {
		c.that(s.field, s.value == nil || *s.value >= 0 && *s.value <= 1, "must be from 0 to 1")
	}
	for _, n := range t.counts() {
		c.that(n.field, n.value == nil || *n.value >= 0 && *n.value <= maxCount, "must be from 0 to %d", maxCount)
	}
}
