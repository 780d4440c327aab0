package content

import "testing"

func TestSpeakersAreFoundTolerantly(t *testing.T) {
	t.Parallel()
	d := Dialogue{Speakers: []Speaker{{Key: "id_1", ID: "1"}, {Key: "2", ID: "2"}, {Key: "id_", ID: "id_"}, {Key: "id_id_3", ID: "id_3"}}}
	for key, want := range map[string]string{
		"id_1": "id_1", "1": "id_1", "2": "2", "id_2": "2", "id_": "id_", "id_3": "", "id_id_3": "id_id_3", "": "", "3": "",
	} {
		if got, found := d.Speaker(key); got.Key != want || found != (want != "") {
			t.Errorf("%q finds %q", key, got.Key)
		}
	}
	for _, s := range d.Speakers {
		if SpeakerID(s.Key) != s.ID {
			t.Errorf("%q means %q", s.Key, SpeakerID(s.Key))
		}
	}
}
