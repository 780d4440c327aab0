package content

import "testing"

func TestWhereALineIsSaid(t *testing.T) {
	t.Parallel()
	for want, line := range map[Entrance]Line{
		ShowMessage: {RoomID: "r", AnchorID: "a", UserID: "u", Text: "x"}, HallMessage: {AnchorID: "a", UserID: "u", Type: PictureLine},
		AlbumPicture: {UserID: "u", Type: PictureLine}, UserProfile: {UserID: "u", Text: "name"},
	} {
		if got := line.Entrance(); got != want {
			t.Errorf("%+v: %d, want %d", line, got, want)
		}
	}
}
