package immomo

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// userBody is one of those in the dialogue. The example's avatars are numbers.
type userBody struct {
	ID     wire.Text `json:"id"` // only where users are a list
	Name   wire.Text `json:"name"`
	Avatar wire.Text `json:"avatar"`
	Sex    wire.Text `json:"sex"`
}

// speakersOf reads users in their order: an object by key, or a list, as PHP
// writes one whose keys count from 0.
func speakersOf(raw json.RawMessage) ([]content.Speaker, error) {
	if isNothing(raw) {
		return nil, fault.Field("users", "is missing: name everybody in the dialogue")
	}
	if bytes.TrimSpace(raw)[0] == '[' {
		return listedSpeakers(raw)
	}
	var g gathering
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if first, err := decoder.Token(); err != nil || first != json.Delim('{') {
		return nil, fault.Field("users", "has the wrong type")
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, fault.Field("users", "has the wrong type")
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, fault.Field("users", "has the wrong type")
		}
		if err := g.add(key.(string), value); err != nil {
			return nil, err
		}
	}
	return g.speakers, nil
}

func listedSpeakers(raw json.RawMessage) ([]content.Speaker, error) {
	var list []json.RawMessage
	if err := decodeField("users", raw, &list); err != nil {
		return nil, err
	}
	var g gathering
	for i, value := range list {
		if err := g.add(strconv.Itoa(i), value); err != nil {
			return nil, err
		}
	}
	return g.speakers, nil
}

// gathering is the users so far.
type gathering struct{ speakers []content.Speaker }

func (g *gathering) add(key string, value json.RawMessage) error {
	var body userBody
	if !isNothing(value) {
		if err := decodeField("users."+key, value, &body); err != nil {
			return err
		}
	}
	if body.ID != "" && isCount(key, len(g.speakers)) {
		key = string(body.ID)
	}
	s := content.Speaker{Key: key, ID: content.SpeakerID(key), Name: tidy(string(body.Name)), Avatar: tidy(string(body.Avatar)), Sex: tidy(string(body.Sex))}
	if err := g.check(s); err != nil {
		return err
	}
	g.speakers = append(g.speakers, s)
	return nil
}

// isCount reports whether the key is no more than a place in a list.
func isCount(key string, place int) bool { return key == strconv.Itoa(place) }

func (g *gathering) check(s content.Speaker) error {
	if err := plainName("users", wire.Text(s.Key), maxID, true); err != nil {
		return err
	}
	switch {
	case len(g.speakers) == content.MaxSpeakers:
		return fault.Field("users", "are more than %d", content.MaxSpeakers)
	case len(s.Name) > 4*maxName:
		return fault.Field("users."+s.Key+".name", "is longer than %d bytes", 4*maxName)
	case len(s.Avatar) > maxURL:
		return fault.Field("users."+s.Key+".avatar", "is longer than %d bytes", maxURL)
	case len(s.Sex) > maxName:
		return fault.Field("users."+s.Key+".sex", "is longer than %d bytes", maxName)
	}
	for _, other := range g.speakers {
		if other.ID == s.ID {
			return fault.Field("users", "%q and %q are the same user", other.Key, s.Key)
		}
	}
	return nil
}
