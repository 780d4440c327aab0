package verdict

import "testing"

func TestSpelling(t *testing.T) {
	t.Parallel()
	for label, spelling := range map[Label]Label{Pass: "normal", Porn: "pron", Ad: "ad", "an_apps_own": "an_apps_own"} {
		if label.Spelled() != spelling || Meant(spelling) != label || Meant(label) != label {
			t.Errorf("%s is %s, which means %s", label, label.Spelled(), Meant(spelling))
		}
	}
}
