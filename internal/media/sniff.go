package media

import (
	"bytes"
	"strings"
)

// sniffed is how many bytes tell what a medium is.
const sniffed = 512

// The pictures that are drawn, by media type.
const (
	jpegType = "image/jpeg"
	pngType  = "image/png"
	gifType  = "image/gif"
	webpType = "image/webp"
	bmpType  = "image/bmp"
)

// magics are the media that begin with fixed bytes.
var magics = []struct{ magic, kind string }{
	{"\xff\xd8\xff", jpegType},
	{"\x89PNG\r\n\x1a\n", pngType},
	{"GIF87a", gifType},
	{"GIF89a", gifType},
	{"BM", bmpType},
	{"ID3", "audio/mpeg"},
}

// unplayable are media that people send and no browser plays.
var unplayable = []struct{ magic, name string }{
	{"#!AMR", "AMR"},
	{"#!SILK", "SILK"},
	{"\x02#!SILK", "SILK"},
	{"FLV\x01", "FLV"},
	{"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA or WMV"},
}

// sniff reads the media type from the first bytes, whatever the other side
// calls it. What is none of ours is a CodeType refusal.
func sniff(head []byte) (string, error) {
	for _, known := range magics {
		if strings.HasPrefix(string(head), known.magic) {
			return known.kind, nil
		}
	}
	if kind := containerOf(head); kind != "" {
		return kind, nil
	}
	for _, known := range unplayable {
		if strings.HasPrefix(string(head), known.magic) {
			return "", wrongType("this is %s, which browsers do not play", known.name)
		}
	}
	return "", wrongType("this is no picture, sound or film that is shown here")
}

// containerOf tells what lies in a container, empty for what we do not show.
func containerOf(head []byte) string {
	switch {
	case len(head) >= 12 && string(head[:4]) == "RIFF":
		return map[string]string{"WEBP": webpType, "WAVE": "audio/wav"}[string(head[8:12])]
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return ftypOf(string(head[8:12]))
	case bytes.HasPrefix(head, []byte("OggS")):
		return oggOf(head)
	case bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) && bytes.Contains(head[:min(len(head), 64)], []byte("webm")):
		return "video/webm"
	case len(head) >= 4 && head[0] == 0xff && head[1]&0xf6 == 0xf0:
		return "audio/aac"
	case len(head) >= 4 && head[0] == 0xff && head[1]&0xe6 == 0xe2 && isMP3(head):
		return "audio/mpeg"
	}
	return ""
}

// ftypOf tells sounds from films by their brand, and leaves out the pictures
// (HEIF, AVIF) that come in the same box.
func ftypOf(brand string) string {
	switch {
	case strings.HasPrefix(brand, "M4A"), strings.HasPrefix(brand, "M4B"):
		return "audio/mp4"
	case strings.HasPrefix(brand, "3g"):
		return "video/3gpp"
	}
	switch brand {
	case "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "mp71", "avc1",
		"dash", "msdh", "msnv", "M4V ", "M4VP", "f4v ", "qt  ", "XAVC", "mmp4":
		return "video/mp4"
	}
	return ""
}

func oggOf(head []byte) string {
	if bytes.Contains(head, []byte("\x80theora")) {
		return "video/ogg"
	}
	return "audio/ogg"
}

// isMP3 checks the rest of a layer III frame's header: no bare sync word is
// believed.
func isMP3(head []byte) bool {
	version, bitrate, rate := head[1]>>3&3, head[2]>>4, head[2]>>2&3
	return version != 1 && bitrate != 0 && bitrate != 15 && rate != 3
}

func isPicture(kind string) bool { return strings.HasPrefix(kind, "image/") }
