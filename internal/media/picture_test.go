package media

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"os"
	"path/filepath"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// clipHeads are the first bytes of sounds and films by their type.
var clipHeads = map[string]string{
	"video/mp4":  "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00",
	"video/3gpp": "\x00\x00\x00\x20ftyp3gp5",
	"audio/mp4":  "\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00",
	"video/webm": "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm",
	"video/ogg":  "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80theora",
	"audio/ogg":  "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00OpusHead",
	"audio/mpeg": "\xff\xfb\x90\x64",
	"audio/aac":  "\xff\xf1\x50\x80",
	"audio/wav":  "RIFF\x24\x00\x00\x00WAVEfmt ",
}

// stills are WebP pictures of one pixel: as a photograph, exact, and seen
// through.
var stills = map[string]string{
	"lossy": "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
	"exact": "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==",
	"alpha": "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAAAP4AAA3AAP7mtQAAAA==",
}

// pngOf makes a PNG of a size whose pixels nobody has written.
func pngOf(width, height uint32, depth, colors byte) []byte {
	out := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	part := func(name string, body []byte) {
		_ = binary.Write(out, binary.BigEndian, uint32(len(body)))
		named := append([]byte(name), body...)
		out.Write(named)
		_ = binary.Write(out, binary.BigEndian, crc32.ChecksumIEEE(named))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	part("IHDR", append(head, depth, colors, 0, 0, 0))
	part("IDAT", []byte{0x78, 0x9c})
	part("IEND", nil)
	return out.Bytes()
}

// TestAFewBytesThatMeanAnEnormousPicture are refused before a pixel is made.
func TestAFewBytesThatMeanAnEnormousPicture(t *testing.T) {
	t.Parallel()
	lossless := []byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x01\x00\x00VP8L\x05\x00\x00\x00\x2f\xff\xff\xff\x0f")
	lossy := []byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x01\x00\x00VP8 \x0a\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\xff\x3f\xff\x3f")
	progressive := bytes.Replace(encoded(t, jpegType, sample(16, 16)), []byte("\xff\xc0\x00\x11\x08\x00\x10\x00\x10"), []byte("\xff\xc2\x00\x11\x08\x17\x70\x17\x70"), 1)
	for name, data := range map[string][]byte{
		"png":              pngOf(50_000, 50_000, 1, 0),
		"wide png":         pngOf(0x7fffffff, 1, 1, 0),
		"deep png":         pngOf(7_000, 7_000, 16, 6), // under the pixels and over the memory
		"gif":              append([]byte("GIF89a\xff\xff\xff\xff\x00\x00\x00"), 0x3b),
		"webp":             lossless, // whose outer header says 2 by 2
		"lossy webp":       lossy,
		"progressive jpeg": progressive,
	} {
		w := newWorld(t, Options{}, hands("image/png", data))
		w.refuses("/"+name, Picture, CodeTooLarge)
	}
}

// TestAPictureThatIsSlowToDraw is left where its time is over.
func TestAPictureThatIsSlowToDraw(t *testing.T) {
	t.Parallel()
	work, err := examine(pngType, encoded(t, pngType, sample(2000, 2000)))
	if err != nil {
		t.Fatal(err)
	}
	over, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	if _, err := work.decode(over); !fault.HasCode(err, CodeTooLarge) {
		t.Errorf("out of time: %v", err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := work.decode(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
}

func TestTheVeilHidesEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{}, hands("", encoded(t, pngType, sample(640, 480))))
	picture := decoded(t, w.see("/a", Picture, Veil))
	if _, grey := picture.(*image.Gray); !grey {
		t.Errorf("the veil is a %T", picture)
	}
	least, most := uint32(0xffff), uint32(0)
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := 1; x < bounds.Max.X; x++ {
			a, _, _, _ := picture.At(x-1, y).RGBA()
			b, _, _, _ := picture.At(x, y).RGBA()
			least, most = min(least, a, b), max(most, a, b)
			if step := max(a, b) - min(a, b); step > 0x1800 {
				t.Fatalf("there is an edge at %d,%d", x, y)
			}
		}
	}
	if most == 0 || least > 0xf000 {
		t.Error("there is nothing behind the veil")
	}
}

func TestWhatCanBeSeenThroughStaysSo(t *testing.T) {
	t.Parallel()
	picture := sample(400, 400)
	for x := range 400 {
		for y := range 200 {
			picture.SetNRGBA(x, y, color.NRGBA{})
		}
	}
	w := newWorld(t, Options{}, hands("", encoded(t, pngType, picture)))
	for _, form := range []Form{Full, Thumb} {
		got := w.see("/a", Picture, form)
		drawn := decoded(t, got)
		if _, _, _, alpha := drawn.At(10, 10).RGBA(); got.kind != pngType || alpha != 0 {
			t.Errorf("%s is %s, alpha %d", form, got.kind, alpha)
		}
	}
	if got := w.see("/a", Picture, Veil); got.kind != jpegType {
		t.Errorf("the veil is %s", got.kind)
	}
}

func TestAnAnimationShowsItsFirstPicture(t *testing.T) {
	t.Parallel()
	var moving gif.GIF
	for i := range 5 {
		frame := image.NewPaletted(image.Rect(0, 0, 40, 40), color.Palette{color.Black, color.White, color.RGBA{R: 255, A: 255}})
		for p := range frame.Pix {
			frame.Pix[p] = uint8(i % 3)
		}
		moving.Image, moving.Delay = append(moving.Image, frame), append(moving.Delay, 10)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, &moving); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, Options{}, hands("", out.Bytes()))
	got := w.see("/a", Picture, Full)
	if r, _, _, _ := decoded(t, got).At(20, 20).RGBA(); got.frames != 5 || r != 0 {
		t.Errorf("%d frames, red %d", got.frames, r)
	}
	if frames := gifFrames(out.Bytes()[:out.Len()/2]); frames < 1 || frames > 5 {
		t.Errorf("a cut one has %d frames", frames)
	}
}

// TestWebP of which the decoder knows only the plain ones.
func TestWebP(t *testing.T) {
	t.Parallel()
	for name, text := range stills {
		still, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		var body []byte
		chunks(still[12:], func(chunkName string, data []byte) { body = chunk(body, chunkName, data) })
		head := make([]byte, 16)
		moving := chunk([]byte("WEBP"), "VP8X", []byte{2, 0, 0, 0, 0, 0, 0, 0, 0, 0})
		moving = chunk(moving, "ANIM", make([]byte, 6))
		for range 3 {
			moving = chunk(moving, "ANMF", append(bytes.Clone(head), body...))
		}
		for frames, data := range map[int][]byte{1: still, 3: chunk(nil, "RIFF", moving)} {
			w := newWorld(t, Options{}, hands("", data))
			got := w.see("/a", Picture, Full)
			if size := decoded(t, got).Bounds().Size(); size.X < 1 || got.frames != frames {
				t.Errorf("%s: %v, %d frames", name, size, got.frames)
			}
		}
	}
}

// TestACameraThatWasHeldOtherwise: the picture is shown the way up it was meant.
func TestACameraThatWasHeldOtherwise(t *testing.T) {
	t.Parallel()
	upright := image.NewNRGBA(image.Rect(0, 0, 64, 32)) // its left half is white
	for y := range 32 {
		for x := range 64 {
			upright.SetNRGBA(x, y, color.NRGBA{A: 255})
			if x < 32 {
				upright.SetNRGBA(x, y, color.NRGBA{R: 255, G: 255, B: 255, A: 255})
			}
		}
	}
	plain := encoded(t, jpegType, upright)
	for orientation, white := range map[byte]image.Point{1: {8, 16}, 2: {56, 16}, 3: {56, 16}, 4: {8, 16}, 5: {16, 8}, 6: {16, 8}, 7: {16, 56}, 8: {16, 56}, 9: {8, 16}} {
		exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00"
		tagged := append([]byte("\xff\xd8\xff\xe1\x00"+string(byte(len(exif)+2))), append([]byte(exif), plain[2:]...)...)
		w := newWorld(t, Options{}, hands("", tagged))
		drawn := decoded(t, w.see("/a", Picture, Full))
		if light, _, _, _ := drawn.At(white.X, white.Y).RGBA(); light < 0xc000 {
			t.Errorf("%d: %v is dark in %v", orientation, white, drawn.Bounds())
		}
		if tall := drawn.Bounds().Dy() == 64; tall != (orientation >= 5 && orientation <= 8) {
			t.Errorf("%d: %v", orientation, drawn.Bounds())
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ width, height, wantWidth, wantHeight int }{
		{100, 50, 100, 50}, {4096, 2048, 2048, 1024}, {2048, 6144, 682, 2048}, {500, 8000, 500, 8000},
		{1000, 20_000, 409, 8192}, {50_000, 1, 8192, 1}, {1, 50_000, 1, 8192},
	} {
		if w, h := fitFull(c.width, c.height); w != c.wantWidth || h != c.wantHeight {
			t.Errorf("%d by %d became %d by %d", c.width, c.height, w, h)
		}
	}
	if w, h := fitFull(2000, 8000); w*h > fullSide*fullSide || h <= fullSide {
		t.Errorf("a long one became %d by %d", w, h)
	}
}

// TestShrinkingKeepsTheLight: however many pixels become one, none counts more.
func TestShrinkingKeepsTheLight(t *testing.T) {
	t.Parallel()
	for _, size := range []image.Point{{100, 70}, {33, 1}, {7, 99}, {64, 64}} {
		from := image.NewGray(image.Rect(3, 5, 3+size.X, 5+size.Y))
		sum := 0
		for i := range from.Pix {
			from.Pix[i] = uint8(i * 37)
			sum += int(from.Pix[i])
		}
		into := shrink(from, (size.X+2)/3, (size.Y+1)/2)
		light := 0
		for i := 0; i < len(into.Pix); i += 4 {
			light += int(into.Pix[i])
			if into.Pix[i+3] != 255 {
				t.Fatalf("%v: pixel %d can be seen through", size, i/4)
			}
		}
		want, got := float64(sum)/float64(len(from.Pix)), float64(light)/float64(len(into.Pix)/4)
		if got < want-1 || got > want+1 {
			t.Errorf("%v: the mean went from %.1f to %.1f", size, want, got)
		}
	}
}

// FuzzPicture: whatever the bytes are, drawing them ends in a refusal of ours
// or in forms within their bounds.
func FuzzPicture(f *testing.F) {
	for _, kind := range []string{jpegType, pngType, gifType, bmpType} {
		f.Add(encoded(f, kind, sample(40, 30)))
	}
	for _, text := range stills {
		still, _ := base64.StdEncoding.DecodeString(text)
		f.Add(still)
	}
	f.Add(pngOf(50_000, 50_000, 1, 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, err := sniff(data[:min(len(data), sniffed)])
		if err == nil && isPicture(kind) {
			if work, known := examine(kind, data); known == nil && work.memory() > 4<<20 {
				return // is drawn, but not ten thousand times a second
			}
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, sourceName), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err != nil {
			if !fault.HasCode(err, CodeType) {
				t.Fatal(err)
			}
			return
		}
		var a about
		if err := newEasel().draw(t.Context(), dir, kind, &a); err != nil {
			if !ours(err) {
				t.Fatal(err)
			}
			return
		}
		for form, side := range map[Form]int{Full: tallSide, Thumb: thumbSide, Veil: veilSide} {
			body, err := os.ReadFile(filepath.Join(dir, string(form)))
			if err != nil {
				t.Fatal(err)
			}
			config, format, err := image.DecodeConfig(bytes.NewReader(body))
			if err != nil || "image/"+format != a.Forms[form] || max(config.Width, config.Height) > side {
				t.Fatalf("%s: %s, %+v, %v", form, format, config, err)
			}
		}
	})
}

// TestAPictureThatCameByItself is held against the same bounds.
func TestAPictureThatCameByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{PictureLimit: 1 << 20}, hands("", nil))
	drawn, err := w.Decode(t.Context(), encoded(t, pngType, sample(4096, 64)))
	if err != nil || drawn.Rect.Dx() != 4096 || drawn.Rect.Dy() != 64 {
		t.Errorf("%v, %v", drawn.Rect, err)
	}
	for _, bad := range []struct {
		code string
		data []byte
	}{{CodeTooLarge, pngOf(50_000, 50_000, 1, 0)}, {CodeTooLarge, make([]byte, 2<<20)}, {CodeType, []byte("<svg/>")}, {CodeType, []byte("ID3 a song")}} {
		if _, err := w.Decode(t.Context(), bad.data); !fault.HasCode(err, bad.code) {
			t.Errorf("%.8q: %v", bad.data, err)
		}
	}
}
