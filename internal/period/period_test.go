package period

import (
	"encoding/json"
	"testing"
	"time"
)

func TestPeriodsAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Period{"": 0, "1d": 1, "30d": 30, "720h": 30, "3650d": 3650, "24h0m0s": 1} {
		got, err := Parse(text)
		if err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
		if again, err := Parse(got.String()); err != nil || again != got {
			t.Errorf("%q is written %q and read %d, %v", text, got, again, err)
		}
	}
	if got := Period(2).Length(); got != 48*time.Hour {
		t.Errorf("two days are %s", got)
	}
}

func TestWhatIsNoPeriodIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0d", "-1d", "30", "d", "3651d", "1h", "25h", "30 d", "1w", "1e3d", "9999999999999999999d", "-24h", "2562047h47m"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("%q is %d", text, got)
		}
	}
}

func TestPeriodsInJSON(t *testing.T) {
	t.Parallel()
	var got struct {
		A Period `json:"a,omitempty"`
		B Period `json:"b,omitempty"`
	}
	if err := json.Unmarshal([]byte(`{"a":"7d"}`), &got); err != nil || got.A != 7 || got.B != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if text, err := json.Marshal(got); err != nil || string(text) != `{"a":"7d"}` {
		t.Errorf("%s, %v", text, err)
	}
	if err := json.Unmarshal([]byte(`{"a":"7"}`), &got); err == nil {
		t.Error("a bare number was taken")
	}
}
