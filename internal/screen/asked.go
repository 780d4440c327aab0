package screen

// Asked is what the protocol's room needs to tell an app the verdict on a
// message that was not decided at once (review.Asked.Data).
type Asked struct {
	Credential string `json:"credential"`
	DataID     string `json:"data_id"`
	Picture    bool   `json:"picture,omitempty"`
	Content    string `json:"content"` // the text, or the picture's address
	SentAt     string `json:"sent_at"` // as the app wrote it
}
