package presence

import (
	"encoding/binary"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// row is what a node knows of a user. Times are unix milliseconds.
type row struct {
	person
	first, last int64
	gone        bool // he went
}

// encode writes rows one after the other: app and user with their lengths, first
// and last as varints, and a byte that is 1 for who went.
func encode(rows []row) []byte {
	var to []byte
	for _, r := range rows {
		for _, text := range []string{r.app, r.user} {
			to = append(binary.AppendUvarint(to, uint64(len(text))), text...)
		}
		to = binary.AppendVarint(binary.AppendVarint(to, r.first), r.last)
		if r.gone {
			to = append(to, 1)
		} else {
			to = append(to, 0)
		}
	}
	return to
}

// decode hands each row to take. A fold that ends too soon is a fault, after
// what could be read.
func decode(from []byte, take func(row)) error {
	d := decoder{rest: from}
	for len(d.rest) > 0 {
		r := row{person{d.text(), d.text()}, d.number(), d.number(), d.byte() == 1}
		if d.short {
			return fault.New(fault.Internal, "", "what a node told of who is online ends too soon")
		}
		take(r)
	}
	return nil
}

// decoder reads values until there are none.
type decoder struct {
	rest  []byte
	short bool
}

func (d *decoder) text() string {
	size, read := binary.Uvarint(d.rest)
	if read <= 0 || size > uint64(len(d.rest)-read) {
		d.end()
		return ""
	}
	text := d.rest[read : read+int(size)]
	d.rest = d.rest[read+int(size):]
	return string(text)
}

func (d *decoder) number() int64 {
	number, read := binary.Varint(d.rest)
	if read <= 0 {
		d.end()
		return 0
	}
	d.rest = d.rest[read:]
	return number
}

func (d *decoder) byte() byte {
	if len(d.rest) == 0 {
		d.end()
		return 0
	}
	first := d.rest[0]
	d.rest = d.rest[1:]
	return first
}

func (d *decoder) end() { d.rest, d.short = nil, true }
