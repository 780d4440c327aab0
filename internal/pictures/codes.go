package pictures

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"time"

	"github.com/makiuchi-d/gozxing"
	multi "github.com/makiuchi-d/gozxing/multi/qrcode/detector"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	single "github.com/makiuchi-d/gozxing/qrcode/detector"
)

// What reading a picture's codes may take. Whoever draws corners of codes by the
// thousand could keep the library busy for days.
const (
	codeSide   = 1280 // of the picture that is read, in pixels
	codeTime   = 3 * time.Second
	maxCorners = 48
	maxCodes   = 8
)

// errCodes is the answer to a picture whose codes could not all be read.
var errCodes = errors.New("it looks as if it had more codes than can be read")

// codesIn reads the QR codes of a picture, dark on light and light on dark, as
// long as ctx lasts.
func codesIn(ctx context.Context, picture image.Image) ([]string, error) {
	dark := gozxing.NewLuminanceSourceFromImage(fitted(picture, codeSide))
	var texts []string
	for _, source := range []gozxing.LuminanceSource{dark, gozxing.LuminanceSourceInvert(dark)} {
		found, err := readCodes(ctx, source)
		texts = append(texts, found...)
		if err != nil {
			return unique(texts), err
		}
	}
	return unique(texts), nil
}

func unique(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

// watch stops the library where it has found too much, or takes too long: it
// tells of everything that may be a part of a code, and knows no other way.
type watch struct {
	ctx     context.Context
	corners int
}

func (w *watch) see(gozxing.ResultPoint) {
	if w.corners++; w.corners > maxCorners || w.ctx.Err() != nil {
		panic(errCodes)
	}
}

// readCodes reads what the library finds. A panic in it is its own, and means
// that the picture was not read to its end.
func readCodes(ctx context.Context, source gozxing.LuminanceSource) (texts []string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%w (%v)", errCodes, cause)
		}
	}()
	picture, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(source))
	if err != nil {
		return nil, err
	}
	black, err := picture.GetBlackMatrix()
	if err != nil {
		return nil, nil // too small, or of one colour: there is no code
	}
	corners := &watch{ctx: ctx}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	places, err := multi.NewMultiFinderPatternFinder(black, corners.see).FindMulti(hints)
	if err != nil {
		return nil, nil // the library's word for nothing found
	}
	for _, place := range places {
		if ctx.Err() != nil || len(texts) == maxCodes {
			return texts, errCodes
		}
		if text := readCode(black, place); text != "" {
			texts = append(texts, text)
		}
	}
	return texts, nil
}

// readCode reads what may be a code; empty where it is none.
func readCode(black *gozxing.BitMatrix, place *single.FinderPatternInfo) string {
	found, err := single.NewDetector(black).ProcessFinderPatternInfo(place)
	if err != nil {
		return ""
	}
	read, err := decoder.NewDecoder().Decode(found.GetBits(), nil)
	if err != nil {
		return ""
	}
	return read.GetText()
}
