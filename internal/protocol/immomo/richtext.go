package immomo

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxInside is how many pictures of one rich text are shown.
const maxInside = 9

// breaking are the elements that stand on lines of their own.
var breaking = map[atom.Atom]bool{
	atom.Br: true, atom.P: true, atom.Div: true, atom.Li: true, atom.Tr: true, atom.Ul: true, atom.Ol: true, atom.Table: true, atom.Blockquote: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Hr: true, atom.Pre: true, atom.Section: true, atom.Article: true,
}

// hidden are the elements whose inside nobody reads.
var hidden = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true, atom.Object: true}

// readRich is what a reader sees of a text that may be rich: its words, and the
// pictures in it. What looks like markup and is none of HTML's stays, for people
// write <3 and <me>.
func readRich(text string) (shown string, pictures []string) {
	if !strings.ContainsAny(text, "<&") {
		return text, nil
	}
	var r richReader
	tokens := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break // the end: a reader in memory has no other
		}
		raw := string(tokens.Raw())
		r.take(kind, tokens.Token(), raw)
	}
	shown = strings.TrimSpace(tidy(r.text.String()))
	if shown == "" && len(r.pictures) == 0 { // somebody wrote nothing but tags: that is what he wrote
		return text, nil
	}
	return shown, r.pictures
}

type richReader struct {
	text     strings.Builder
	pictures []string
	inside   atom.Atom // the hidden element that is open; 0 for none
}

func (r *richReader) take(kind html.TokenType, token html.Token, raw string) {
	switch {
	case r.inside != 0:
		if kind == html.EndTagToken && token.DataAtom == r.inside {
			r.inside = 0
		}
	case kind == html.TextToken:
		r.text.WriteString(token.Data)
	case kind == html.CommentToken, kind == html.DoctypeToken:
	case token.DataAtom == 0:
		r.text.WriteString(raw)
	case hidden[token.DataAtom]:
		if kind == html.StartTagToken {
			r.inside = token.DataAtom
		}
	default:
		r.element(kind, token)
	}
}

func (r *richReader) element(kind html.TokenType, token html.Token) {
	if breaking[token.DataAtom] && r.text.Len() > 0 && !strings.HasSuffix(r.text.String(), "\n") {
		r.text.WriteByte('\n')
	}
	if kind == html.EndTagToken {
		return
	}
	for _, attribute := range token.Attr {
		switch {
		case attribute.Key == "alt" && token.DataAtom == atom.Img:
			r.text.WriteString(attribute.Val) // how clients write an emoticon
		case attribute.Key == "src" && token.DataAtom == atom.Img:
			r.picture(attribute.Val)
		case attribute.Key == "href" && token.DataAtom == atom.A && isLink(attribute.Val):
			r.text.WriteString("[" + attribute.Val + "] ")
		}
	}
}

func (r *richReader) picture(address string) {
	if isLink(address) && isAddress(address) && len(r.pictures) < maxInside {
		r.pictures = append(r.pictures, address)
	}
}

// isLink reports whether the address leads elsewhere.
func isLink(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
}
