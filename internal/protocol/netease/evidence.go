package netease

import (
	"encoding/json"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// evidenceBody is an evidence in either of the document's shapes: a picture's
// labels stand beside it, a sound's are its segments.
type evidenceBody struct {
	seatBody
	TaskID    wire.Text `json:"taskId"`
	DataID    wire.Text `json:"dataId"`
	Source    *wire.Int `json:"censorSource"`
	Status    wire.Int  `json:"status"`
	Evidences struct {
		Video *videoBody `json:"video"`
		Audio *audioBody `json:"audio"`
	} `json:"evidences"`
}

type videoBody struct {
	Evidence struct {
		UID  wire.Text `json:"uid"`
		From wire.Int  `json:"beginTime"`
		To   wire.Int  `json:"endTime"`
		Type wire.Int  `json:"type"`
		URL  wire.Text `json:"url"`
	} `json:"evidence"`
	Labels []labelBody `json:"labels"`
}

type audioBody struct {
	UID      wire.Text   `json:"uid"`
	Action   wire.Int    `json:"action"`
	From     wire.Int    `json:"startTime"`
	To       wire.Int    `json:"endTime"`
	ASR      wire.Int    `json:"asrStatus"`
	Content  wire.Text   `json:"content"`
	Segments []labelBody `json:"segments"`
}

type labelBody struct {
	Label wire.Int  `json:"label"`
	Level wire.Int  `json:"level"`
	Rate  rate      `json:"rate"`
	Subs  []subBody `json:"subLabels"`
}

type subBody struct {
	Sub     wire.Text       `json:"subLabel"`
	Rate    rate            `json:"rate"`
	Details json.RawMessage `json:"details"`
}

func readEvidence(data []byte) (*content.Evidence, error) {
	var b evidenceBody
	if err := decode(data, &b); err != nil {
		return nil, err
	}
	e := &content.Evidence{TaskID: string(b.TaskID), DataID: string(b.DataID), Status: int(b.Status), Source: content.VendorsMachine}
	if b.Source != nil {
		e.Source = content.Censor(*b.Source)
	}
	for _, field := range []struct{ name, value string }{{"data.taskId", e.TaskID}, {"data.dataId", e.DataID}} {
		if err := name(field.name, field.value, false); err != nil {
			return nil, err
		}
	}
	var err error
	switch video, audio := b.Evidences.Video, b.Evidences.Audio; {
	case video != nil && audio == nil:
		err = video.into(e, &b.seatBody)
	case audio != nil && video == nil:
		err = audio.into(e, &b.seatBody)
	default:
		err = fault.Field("data.evidences", "must hold one of video and audio")
	}
	if err != nil {
		return nil, err
	}
	e.Seat, err = b.seat(true)
	return e, err
}

func (v *videoBody) into(e *content.Evidence, seat *seatBody) error {
	seat.UID = v.Evidence.UID
	if len(v.Evidence.URL) > maxURL {
		return fault.Field("data.evidences.video.evidence.url", "is longer than %d bytes", maxURL)
	}
	e.Shown = &content.Shown{Type: int(v.Evidence.Type), URL: tidy(string(v.Evidence.URL))}
	if err := span(e, v.Evidence.From, v.Evidence.To, "data.evidences.video.evidence.beginTime"); err != nil {
		return err
	}
	return label(e, v.Labels, "data.evidences.video.labels")
}

func (a *audioBody) into(e *content.Evidence, seat *seatBody) error {
	seat.UID = a.UID
	if len(a.Content) > maxText {
		return fault.Field("data.evidences.audio.content", "is longer than %d bytes", maxText)
	}
	e.Heard = &content.Heard{Action: int(a.Action), ASR: int(a.ASR), Text: tidy(string(a.Content))}
	if err := span(e, a.From, a.To, "data.evidences.audio.startTime"); err != nil {
		return err
	}
	return label(e, a.Segments, "data.evidences.audio.segments")
}

// span is when it was: an end that is none is the beginning.
func span(e *content.Evidence, from, to wire.Int, field string) (err error) {
	if e.From, err = moment(field, from); err != nil {
		return err
	}
	if to < from {
		to = from
	}
	e.To, err = moment(field, to)
	return err
}

func label(e *content.Evidence, labels []labelBody, field string) error {
	if len(labels) > maxLabels {
		return fault.Field(field, "are more than %d", maxLabels)
	}
	for _, l := range labels {
		found := content.Suspicion{Label: int(l.Label), Level: int(l.Level), Rate: float64(l.Rate)}
		if len(l.Subs) > maxSubs {
			return fault.Field(field, "have more than %d subLabels", maxSubs)
		}
		for _, s := range l.Subs {
			if err := name(field, string(s.Sub), false); err != nil {
				return err
			}
			found.Subs = append(found.Subs, content.SubSign{Sub: string(s.Sub), Rate: float64(s.Rate), Hits: hits(s.Details)})
		}
		e.Found = append(e.Found, found)
	}
	return nil
}

// hits are the words by which the cloud found something: the document shows
// one, the cloud sends several too. What reads otherwise is not understood.
func hits(details json.RawMessage) []string {
	var one struct {
		Evidence wire.Text `json:"evidence"`
		HitInfos []struct {
			Value wire.Text `json:"value"`
		} `json:"hitInfos"`
	}
	if len(details) == 0 || json.Unmarshal(details, &one) != nil {
		return nil
	}
	var words []string
	add := func(word wire.Text) {
		if word != "" && len(word) <= maxName && len(words) < maxSubs {
			words = append(words, tidy(string(word)))
		}
	}
	add(one.Evidence)
	for _, hit := range one.HitInfos {
		add(hit.Value)
	}
	return words
}
