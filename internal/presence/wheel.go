package presence

// mostSlots bounds a wheel's memory; narrowest is a slot's least width, in
// milliseconds.
const (
	mostSlots = 16_384
	narrowest = 1
)

// wheel holds members by when they have to be looked at next. A heartbeat moves
// nobody in it: who is found to have been heard meanwhile is put in anew.
type wheel struct {
	slots []*member
	width int64 // of a slot, in milliseconds
	at    int64 // the slot of the last turn, counted from 1970; none before it has members
}

// newWheel makes a wheel that reaches so many milliseconds ahead of now.
func newWheel(now, reach int64) wheel {
	width := max(narrowest, (reach+mostSlots-1)/mostSlots)
	return wheel{slots: make([]*member, reach/width+2), width: width, at: now / width}
}

// reach is how far ahead a turned wheel reaches, in milliseconds.
func (w *wheel) reach() int64 { return int64(len(w.slots)) * w.width }

// put has m looked at when it is due, or before.
func (w *wheel) put(m *member, due int64) {
	number := min(max(due/w.width, w.at), w.at+int64(len(w.slots))-1)
	head := &w.slots[number%int64(len(w.slots))]
	m.next, m.link = *head, head
	if m.next != nil {
		m.next.link = &m.next
	}
	*head = m
}

// take takes m out. It may be in no wheel.
func (w *wheel) take(m *member) {
	if m.link == nil {
		return
	}
	*m.link = m.next
	if m.next != nil {
		m.next.link = m.link
	}
	m.next, m.link = nil, nil
}

// turn takes out all that is due by now, and what shares its slot, and hands
// each to visit, which may put it in again.
func (w *wheel) turn(now int64, visit func(*member)) {
	slots, target := int64(len(w.slots)), now/w.width
	from := max(w.at, target-slots+1)
	w.at = max(w.at, target)
	for number := from; number <= target; number++ {
		head := &w.slots[number%slots]
		m := *head
		*head = nil
		for m != nil {
			next := m.next
			m.next, m.link = nil, nil
			visit(m)
			m = next
		}
	}
}
