package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// What seal prints, open reads, whatever its form.
func TestImmomoSealAndOpen(t *testing.T) {
	t.Parallel()
	const key = "hex:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	const said = `{"report_id":"1","category":"场景1"}`
	file := writeFile(t, said)
	for _, form := range [][]string{nil, {"--form"}} {
		args := append([]string{"immomo", "seal", "--appid", "1001", "--cipher", "aes-256-gcm", "--key", key, file}, form...)
		code, sealed, errs := once(t, args...)
		if code != 0 || strings.Contains(sealed, "report_id") || !strings.Contains(sealed, "appid") {
			t.Fatalf("%d %s %s", code, sealed, errs)
		}
		command := program(t.Context(), "immomo", "open", "--cipher", "aes-256-gcm")
		command.Env = append(command.Env, "XIEZHI_IMMOMO_KEY="+key)
		command.Stdin, command.Stderr = strings.NewReader(sealed), os.Stderr
		opened, err := command.Output()
		if err != nil || string(bytes.TrimSpace(opened)) != said {
			t.Errorf("%q %v", opened, err)
		}
		if code, _, errs := once(t, "immomo", "open", "--key", key, writeFile(t, sealed)); code != exitUsage || !strings.Contains(errs, "content") || strings.Contains(errs, "0102") {
			t.Errorf("another cipher: %d %s", code, errs)
		}
	}
	if code, _, errs := once(t, "immomo", "seal", "--appid", "1001", "--key", "short", file); code != exitUsage || !strings.Contains(errs, "32 bytes") {
		t.Errorf("a short key: %d %s", code, errs)
	}
}
