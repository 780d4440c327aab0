package party

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// Quoted are messages between two users as they were kept, by their ids, so that
// nobody can report what was never said. One that is not theirs, or is kept no
// longer, is an Invalid fault.
func (c *Chat) Quoted(ctx context.Context, app, one, other string, ids []string) ([]content.Message, error) {
	var messages []content.Message
	for _, id := range ids {
		record, err := c.Lines.FindLine(ctx, app, id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		from, to := record.Line.UserID, record.Line.AnchorID
		theirs := from == one && to == other || from == other && to == one
		if err != nil || record.Credential != ByMessage || !theirs {
			return nil, fault.Field("messages", "%.64q is no message between you that is kept", id)
		}
		m := content.Message{Type: content.Text, ID: id, SenderID: from, Text: record.Line.Text}
		if record.Line.Type == content.PictureLine {
			m.Type, m.URL, m.Text = content.Picture, record.Line.Text, ""
		}
		messages = append(messages, m)
	}
	return messages, nil
}
