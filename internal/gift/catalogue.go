package gift

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Gift is something that users may give each other.
type Gift struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Price int64  `json:"price"`         // in coins, at least 1
	Off   bool   `json:"off,omitempty"` // not offered now
}

// Catalogue is what users of an app may give each other, in the order in which
// it is shown.
type Catalogue struct {
	Version   int64 // 0: nobody has set it
	Gifts     []Gift
	UpdatedAt time.Time
	UpdatedBy string // a staff id, or who else did it
}

// The bounds of a catalogue.
const (
	MaxGifts = 200
	maxName  = 64 // letters
)

// Defaults is the catalogue of an app that has set none.
func Defaults() Catalogue {
	return Catalogue{Gifts: []Gift{
		{ID: 1, Name: "荧光棒", Price: 9}, {ID: 2, Name: "安排", Price: 99}, {ID: 3, Name: "跑车", Price: 199}, {ID: 4, Name: "火箭", Price: 999},
	}}
}

// Offered are those that may be given now.
func (c Catalogue) Offered() []Gift {
	offered := make([]Gift, 0, len(c.Gifts))
	for _, gift := range c.Gifts {
		if !gift.Off {
			offered = append(offered, gift)
		}
	}
	return offered
}

// offer finds a gift that may be given now.
func (c Catalogue) offer(id int64) (Gift, error) {
	for _, gift := range c.Gifts {
		if gift.ID == id && !gift.Off {
			return gift, nil
		}
	}
	return Gift{}, fault.New(fault.NotFound, CodeNoGift, "there is no gift %d", id)
}

func checkGifts(gifts []Gift) error {
	if len(gifts) > MaxGifts {
		return fault.Field("gifts", "are more than %d", MaxGifts)
	}
	seen := map[int64]bool{}
	for _, gift := range gifts {
		letters := utf8.RuneCountInString(gift.Name)
		switch {
		case gift.ID < 1:
			return fault.Field("gifts", "%d is no id: they begin at 1", gift.ID)
		case seen[gift.ID]:
			return fault.Field("gifts", "two have the id %d", gift.ID)
		case gift.Price < 1:
			return fault.Field("gifts", "the price of %d must be at least 1", gift.ID)
		case letters < 1 || letters > maxName || strings.TrimSpace(gift.Name) != gift.Name || !storable(gift.Name):
			return fault.Field("gifts", "the name of %d must have 1 to %d letters, and no space around them", gift.ID, maxName)
		}
		seen[gift.ID] = true
	}
	return nil
}
