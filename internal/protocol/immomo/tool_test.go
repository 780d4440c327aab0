package immomo

import (
	"encoding/json"
	"net/url"
	"testing"
)

func TestToolFitsTheRoom(t *testing.T) {
	t.Parallel()
	for name, credential := range credentials() {
		tool := Tool{AppID: appID, Cipher: credential.Cipher, Key: string(credential.Key), IV: string(credential.IV)}
		asJSON, asForm, err := tool.Seal([]byte(example))
		if err != nil {
			t.Fatal(err)
		}
		form, err := url.ParseQuery(asForm)
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(t, credential)
		if got := w.post(t, ReportPath, form); *got.EC != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		for _, packet := range []string{asJSON, asForm, form.Get("content"), form.Get("content") + "\n"} {
			if plain, err := tool.Open(packet); err != nil || string(plain) != example {
				t.Errorf("%s: %q %v", name, plain, err)
			}
		}
	}
}

func TestToolSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	tool := Tool{AppID: appID, Cipher: "aes-256-gcm", Key: key32}
	if _, _, err := tool.Seal([]byte("{")); err == nil {
		t.Error("seals what is no JSON")
	}
	if _, _, err := (Tool{Key: "short"}).Seal([]byte("{}")); err == nil {
		t.Error("seals with a short key")
	}
	noJSON, err := json.Marshal(packet{Content: "!"})
	if err != nil {
		t.Fatal(err)
	}
	for _, packet := range []string{"", "!", string(noJSON), "AAAA"} {
		if _, err := tool.Open(packet); err == nil {
			t.Errorf("opens %q", packet)
		}
	}
	if _, err := (Tool{Key: "short"}).Open("AAAA"); err == nil {
		t.Error("opens with a short key")
	}
}
