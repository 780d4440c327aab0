package screen

// Verdict is what a person or a later check made of a message that was not
// decided at once: the payload of the event that tells its app.
type Verdict struct {
	Credential string `json:"credential"`
	DataID     string `json:"data_id"`
	Picture    bool   `json:"picture,omitempty"`
	Content    string `json:"content"` // the text, or the picture's address
	SentAt     string `json:"sent_at"` // as the app wrote it
	Passed     bool   `json:"passed"`
}
