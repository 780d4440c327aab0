package erasure

import "testing"

func TestOnlyTheUserIsRenamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "7": "X", "17": "17", "7a": "7a", "mute/4/7": "mute/4/X", "id_7": "id_X", "用户7骂人": "用户X骂人", "77": "77", "7/7": "X/X",
		`{"user_id":"7","case":7,"n":[7],"a":{"7":"id_7","t":"加\"7\""}}`: `{"user_id":"X","case":7,"n":[7],"a":{"X":"id_X","t":"加\"X\""}}`,
		`[7,"7"]`: `[7,"X"]`, `{not 7`: `{not X`,
	} {
		if got := Renamed(text, "7", "X"); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
		if named := Named(text, "7"); named != (text != want) {
			t.Errorf("%s: named %v", text, named)
		}
	}
	if Renamed("a", "", "X") != "a" {
		t.Error("nobody was renamed")
	}
}
