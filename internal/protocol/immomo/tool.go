package immomo

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Tool does with a credential what its app does, for those who test theirs.
type Tool struct {
	AppID, Cipher, Key, IV string
}

func (t Tool) box() (*box, error) {
	return newBox(tenant.Immomo{Cipher: t.Cipher, Key: tenant.Secret(t.Key), IV: tenant.Secret(t.IV)})
}

// Seal is the packet that holds the JSON, as JSON and as a form.
func (t Tool) Seal(plain []byte) (asJSON, asForm string, err error) {
	keyed, err := t.box()
	if err != nil {
		return "", "", err
	}
	if !json.Valid(plain) {
		return "", "", fault.Field("input", "is no JSON")
	}
	content := base64.StdEncoding.EncodeToString(keyed.seal(plain))
	form := url.Values{"appid": {t.AppID}, "sign": {sign(t.AppID, content)}, "content": {content}}
	text, err := json.Marshal(map[string]string{"appid": t.AppID, "sign": form.Get("sign"), "content": content})
	return string(text), form.Encode(), err
}

// Open is what a content holds: a bare one, or that of a form or of JSON.
func (t Tool) Open(packet string) ([]byte, error) {
	keyed, err := t.box()
	if err != nil {
		return nil, err
	}
	sealed, right := decode(contentOf(strings.TrimSpace(packet)))
	if !right {
		return nil, fault.Field("content", "is no base64")
	}
	plain, fits := keyed.open(sealed)
	switch {
	case !fits:
		return nil, fault.Field("content", "does not open with this key and cipher")
	case !json.Valid(plain):
		return nil, fault.Field("content", "opens to what is no JSON")
	}
	return plain, nil
}

func contentOf(text string) string {
	var inJSON packet
	if json.Unmarshal([]byte(text), &inJSON) == nil && inJSON.Content != "" {
		return string(inJSON.Content)
	}
	if form, err := url.ParseQuery(text); err == nil && form.Get("content") != "" {
		return strings.ReplaceAll(form.Get("content"), " ", "+")
	}
	return text
}
