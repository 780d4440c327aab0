package pictures

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// DetectorTimeout is how long a detector may take whose app does not say, and
// LongestTimeout what an app may say.
const (
	DetectorTimeout = 5 * time.Second
	LongestTimeout  = time.Minute
)

// What a detector is given and may answer.
const (
	detectorSide    = 1024 // the longest side of the picture, in pixels
	detectorQuality = 88   // of its JPEG, of 100
	maxFindings     = 50
	maxLabel        = 64  // bytes
	maxSaid         = 200 // bytes of what a finding says
)

// Caller makes calls to foreign addresses; see egress.
type Caller interface {
	Do(ctx context.Context, req *http.Request) (status int, header http.Header, body []byte, err error)
}

// question is what a detector is asked (docs/protocols/detector.md).
type question struct {
	ID      string `json:"id"` // the message's data_id
	App     string `json:"app"`
	UserID  string `json:"user_id"`
	Picture string `json:"picture"` // a JPEG in base64, drawn anew
	Width   int    `json:"width"`
	Height  int    `json:"height"`
}

// opinion is what it answers.
type opinion struct {
	Label    verdict.Label `json:"label"`
	Score    float64       `json:"score"` // how sure, in [0,1]
	Findings []finding     `json:"findings"`
}

type finding struct {
	Label verdict.Label `json:"label"`
	Score float64       `json:"score"`
	What  string        `json:"what"` // for people
}

// ask asks an app's detector about a picture. Its errors say in words what is
// the matter with the detector.
func (s *Service) ask(ctx context.Context, d tenant.Detector, app, userID, dataID string, picture image.Image) (opinion, error) {
	guard := s.breakers.of(d.URL)
	if err := guard.enter(s.now()); err != nil {
		return opinion{}, err
	}
	said, err := s.askNow(ctx, d, app, userID, dataID, picture)
	guard.leave(s.now(), err == nil || ctx.Err() != nil) // who stops asking learns nothing
	return said, err
}

func (s *Service) askNow(ctx context.Context, d tenant.Detector, app, userID, dataID string, picture image.Image) (opinion, error) {
	timeout := time.Duration(d.TimeoutMS) * time.Millisecond
	if timeout <= 0 {
		timeout = DetectorTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, min(timeout, LongestTimeout))
	defer cancel()
	req, err := newQuestion(ctx, d, app, userID, dataID, picture)
	if err != nil {
		return opinion{}, err
	}
	status, _, body, err := s.caller.Do(ctx, req)
	switch {
	case err != nil:
		return opinion{}, fmt.Errorf("the detector gave no answer: %s", fault.As(err).Message)
	case status != http.StatusOK:
		return opinion{}, fmt.Errorf("the detector answers %d", status)
	}
	return readOpinion(body)
}

func newQuestion(ctx context.Context, d tenant.Detector, app, userID, dataID string, picture image.Image) (*http.Request, error) {
	small := fitted(picture, detectorSide)
	var drawn bytes.Buffer
	if err := jpeg.Encode(&drawn, small, &jpeg.Options{Quality: detectorQuality}); err != nil {
		return nil, err
	}
	body, err := json.Marshal(question{
		ID: dataID, App: app, UserID: userID, Picture: base64.StdEncoding.EncodeToString(drawn.Bytes()), Width: small.Rect.Dx(), Height: small.Rect.Dy(),
	})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.URL, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("the detector's address is none")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if d.Token != "" {
		req.Header.Set("Authorization", "Bearer "+string(d.Token))
	}
	return req, nil
}

// readOpinion takes nothing that it does not understand.
func readOpinion(body []byte) (said opinion, err error) {
	if err := json.Unmarshal(body, &said); err != nil {
		return opinion{}, fmt.Errorf("the detector's answer cannot be read")
	}
	if len(said.Findings) > maxFindings {
		return opinion{}, fmt.Errorf("the detector has over %d findings", maxFindings)
	}
	for _, f := range append([]finding{{said.Label, said.Score, ""}}, said.Findings...) {
		if f.Label == "" || len(f.Label) > maxLabel || math.IsNaN(f.Score) || f.Score < 0 || f.Score > 1 || len(f.What) > maxSaid {
			return opinion{}, fmt.Errorf("the detector's answer makes no sense")
		}
	}
	return said, nil
}
