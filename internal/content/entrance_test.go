package content

import "testing"

// TestEntranceTable spells the table of PROTOCOLS §1 a second time.
func TestEntranceTable(t *testing.T) {
	t.Parallel()
	want := []struct {
		mod      Entrance
		name     string
		module   Module
		profile  bool
		min, max int
		accused  AccusedRule
	}{
		{11, "大厅消息", 1, false, 1, 1, AccusedIsSender},
		{12, "私聊消息", 4, true, 1, 1, AccusedIsSender},
		{13, "群消息", 3, true, 1, 1, AccusedIsSender},
		{14, "秀场消息", 2, true, 1, 1, AccusedIsSender},
		{15, "相册图", 4, true, 1, 1, AccusedIsOwner},
		{16, "秀册资源", 2, true, 1, 1, AccusedIsSender},
		{21, "大厅", 1, false, 1, 10, AccusedIfSingle},
		{22, "群 profile", 3, true, 0, 0, AccusedMustBeAbsent},
		{23, "个人 profile", 4, true, 0, 0, AccusedIsOwner},
		{24, "秀场", 2, true, 1, 20, AccusedIfSingle},
		{25, "私聊", 4, true, 1, 10, AccusedIsOwner},
		{26, "群聊", 3, true, 1, 10, AccusedIfSingle},
	}
	if len(Entrances()) != len(want) {
		t.Fatalf("%d entrances", len(Entrances()))
	}
	for i, row := range want {
		got, known := row.mod.Rule()
		if !known || got != Entrances()[i] || got != (EntranceRule{row.mod, row.name, row.module, row.profile, row.min, row.max, row.accused}) {
			t.Errorf("mod %d: %+v", row.mod, got)
		}
		if row.mod.Module() != row.module {
			t.Errorf("mod %d is in module %d", row.mod, row.mod.Module())
		}
	}
}

func TestUnknownEntrance(t *testing.T) {
	t.Parallel()
	for _, mod := range []Entrance{0, -1, 10, 17, 20, 27, 111} {
		if _, known := mod.Rule(); known || mod.Module() != 0 {
			t.Errorf("mod %d is known", mod)
		}
	}
}

func TestKindsOfEntrance(t *testing.T) {
	t.Parallel()
	for _, rule := range Entrances() {
		mod := rule.Entrance
		if got, want := mod.IsPicture(), mod == 15 || mod == 16; got != want {
			t.Errorf("mod %d: picture is %v", mod, got)
		}
		if got, want := mod.IsProfile(), mod == 22 || mod == 23; got != want {
			t.Errorf("mod %d: profile is %v", mod, got)
		}
		if got, want := mod.InGroup(), mod == 13 || mod == 26; got != want {
			t.Errorf("mod %d: in a group is %v", mod, got)
		}
	}
}

func TestMessageTypes(t *testing.T) {
	t.Parallel()
	known := map[MessageType]bool{1: true, 2: true, 3: true, 8: true}
	for number := MessageType(-1); number < 12; number++ {
		if number.Known() != known[number] {
			t.Errorf("msg_type %d: known is %v", number, number.Known())
		}
	}
}
