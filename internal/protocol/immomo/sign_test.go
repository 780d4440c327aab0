package immomo

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func TestSign(t *testing.T) {
	t.Parallel()
	if got := sign("ab", "c"); got != "a9993e364706816aba3e25717850c26c9cd0d89d" { // SHA-1 of abc (FIPS 180)
		t.Error(got)
	}
}

// Whatever is wrong with who sends, the answer is the same to the byte, and so
// are the steps and how much each has to do.
func TestNobodyLearnsWhatWasWrong(t *testing.T) {
	t.Parallel()
	for name, credential := range credentials() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			keyed, err := newBox(credential)
			if err != nil {
				t.Fatal(err)
			}
			long := strings.Repeat("x", 991) // and a byte of padding, so that none of it is a block of its own
			noJSON := keyed.seal([]byte(long))
			altered := slices.Clone(noJSON)
			altered[len(altered)-1] ^= 0x80 // of the padding, or of the tag
			wrongKey := credential
			wrongKey.Key = tenant.Secret(strings.ToUpper(string(credential.Key)))
			foreign, err := newBox(wrongKey)
			if err != nil {
				t.Fatal(err)
			}
			of := func(sealed []byte) url.Values { return signed(base64.StdEncoding.EncodeToString(sealed)) }
			with := func(name, value string) url.Values {
				form := of(noJSON)
				form.Set(name, value)
				return form
			}
			tests := map[string]url.Values{
				"no JSON": of(noJSON), "the wrong place": of(keyed.seal([]byte(`"` + long[2:] + `"`))), "altered": of(altered), "another key": of(foreign.seal([]byte(long))),
				"a wrong sign": with("sign", strings.Repeat("0", 40)), "a short sign": with("sign", "0"),
				"no base64": signed("!" + base64.StdEncoding.EncodeToString(noJSON)[1:]),
			}
			if credential.Cipher == stranger.Cipher && credential.IV == "" {
				tests["an unknown appid"] = with("appid", "1002")
			}
			wantSame(t, credential, tests)
		})
	}
}

func wantSame(t *testing.T, credential tenant.Immomo, tests map[string]url.Values) {
	t.Helper()
	want := ""
	for name, form := range tests {
		w := newWorld(t, credential)
		if name == "the wrong place" {
			w.app.Immomo.AllowFrom = []string{"10.0.0.0/8"}
		}
		var steps []work
		w.room.watch = func(done work) { steps = append(steps, done) }
		got := w.post(t, ReportPath, form)
		said := fmt.Sprint(*got.EC, got.EM, got.TimeSec, string(got.Data))
		for i, step := range steps {
			if step.step == "parse" { // less the padding, where there is one
				steps[i].bytes = (step.bytes + 15) / 16
			}
		}
		all := said + fmt.Sprint(steps)
		if code(*got.EC) != ecNobody || len(steps) != 4 || len(w.filed) != 0 {
			t.Errorf("%s: %s after %v", name, said, steps)
		}
		if want == "" {
			want = all
		}
		if all != want {
			t.Errorf("%s: %s, and another %s", name, all, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	credential := credentials()["aes-256-gcm"]
	credential.AllowFrom = []string{"10.0.0.0/8", "2001:db8::/32", "192.0.2.9"}
	for address, fine := range map[string]bool{
		"10.1.2.3": true, "2001:db8::7": true, "192.0.2.9": true, "::ffff:10.1.2.3": true, "192.0.2.8": false, "11.0.0.1": false, "": false, "@": false,
	} {
		w := newWorld(t, credential)
		w.address = address
		var steps int
		w.room.watch = func(work) { steps++ }
		if got := w.post(t, ReportPath, w.packetOf(example)); (*got.EC == 0) != fine || !fine && code(*got.EC) != ecNobody || steps != 4 {
			t.Errorf("%s: %+v after %d steps", address, got, steps)
		}
	}
}

func TestClockWindow(t *testing.T) {
	t.Parallel()
	credential := credentials()["aes-256-gcm"]
	credential.ClockWindow = "1m"
	for ms, ec := range map[int64]code{60_000: ecSuccess, 60_001: ecExpired, -60_001: ecExpired} {
		w := newWorld(t, credential)
		if got := w.post(t, ReportPath, w.packetOf(changed(t, map[string]any{"timestamp": noon.UnixMilli() + ms}))); code(*got.EC) != ec {
			t.Errorf("%d ms: %+v", ms, got)
		}
	}
}

// A packet that somebody made without the key is never taken, and breaks
// nothing.
func FuzzPacket(f *testing.F) {
	w := newWorld(f, credentials()["aes-256-cbc"])
	for _, form := range []url.Values{w.packetOf(example), signed("AAAA"), signed(strings.Repeat("A", 64)), {"appid": {"1"}}} {
		f.Add(form.Encode())
	}
	f.Add(w.packetOf(`{"report_id":1}`).Encode())
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		w := newWorld(t, credentials()["aes-256-cbc"])
		got := w.post(t, ReportPath, form)
		if *got.EC == 50000 || (*got.EC == 0) != (len(w.filed) == 1) || *got.EC == 0 && form.Get("sign") == "" {
			t.Errorf("%+v after %d", got, len(w.filed))
		}
	})
}

// What is sealed comes out again as it went in; what is not breaks nothing.
func FuzzOpener(f *testing.F) {
	f.Add([]byte(example), []byte("sealed"))
	f.Add([]byte{}, []byte{})
	f.Add([]byte("0123456789abcdef"), make([]byte, 64))
	f.Fuzz(func(t *testing.T, plain, sealed []byte) {
		for name, credential := range credentials() {
			keyed, err := newBox(credential)
			if err != nil {
				t.Fatal(err)
			}
			if got, fits := keyed.open(keyed.seal(plain)); !fits || string(got) != string(plain) {
				t.Errorf("%s: %q comes out as %q", name, plain, got)
			}
			before := string(sealed)
			got, fits := keyed.open(sealed)
			if string(sealed) != before || fits && len(got) >= len(sealed) {
				t.Errorf("%s: %q opens to %q", name, sealed, got)
			}
		}
	})
}

func TestBadCredentials(t *testing.T) {
	t.Parallel()
	for field, credential := range map[string]tenant.Immomo{
		"cipher": {Cipher: "des", Key: key16}, "key": {Key: key16}, "iv": {Key: key32, IV: "short"},
	} {
		if _, err := newBox(credential); !fault.Is(err, fault.Invalid) || fault.As(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, credential := range []tenant.Immomo{{Key: "hex:0"}, {Cipher: "aes-128-ecb", Key: key16, IV: key16}} {
		if _, err := newBox(credential); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", credential, err)
		}
	}
}
