package learn

import (
	"fmt"
	"strings"
)

// The picture's measures, in its own units.
const (
	pictureWide, pictureHigh = 640, 480
	left, top                = 60, 30
	right, bottom            = pictureWide - 20, pictureHigh - 50
)

// Draw draws precision over recall as SVG, with the report's thresholds on it.
func (r Report) Draw() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", pictureWide, pictureHigh)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", pictureWide, pictureHigh)
	grid(&b)
	points := make([]string, len(r.Curve))
	for i, p := range r.Curve {
		points[i] = fmt.Sprintf("%.1f,%.1f", across(p.Recall), up(p.Precision))
	}
	fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="#1d4ed8" stroke-width="2"/>`+"\n", strings.Join(points, " "))
	for i, t := range r.Thresholds {
		t.draw(&b, i)
	}
	fmt.Fprintf(&b, `<text x="%d" y="18">%d lines kept out, %d violations; right on %.1f %%</text>`+"\n", left, r.Lines, r.Violations, 100*r.Accuracy)
	b.WriteString("</svg>\n")
	return b.String()
}

// draw marks a threshold on the curve, and says below what it means.
func (t Threshold) draw(b *strings.Builder, nth int) {
	if t.Recall == 0 {
		return
	}
	x, y := across(t.Recall), up(t.Precision)
	fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="4" fill="#b91c1c"/>`+"\n", x, y)
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle" fill="#b91c1c">%.3f</text>`+"\n", x, min(y+float64(20+14*nth), bottom-70), t.Threshold)
	fmt.Fprintf(b, `<text x="%d" y="%d" fill="#b91c1c">%.3f: %.1f %% of harmless lines flagged at most</text>`+"\n", left+12, bottom-44+16*nth, t.Threshold, 100*t.AtMost)
}

func grid(b *strings.Builder) {
	for i := range 11 {
		share := float64(i) / 10
		fmt.Fprintf(b, `<path d="M%.1f %dV%dM%d %.1fH%d" stroke="#d4d4d8"/>`+"\n", across(share), top, bottom, left, up(share), right)
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">%.1f</text>`+"\n", across(share), bottom+16, share)
		fmt.Fprintf(b, `<text x="%d" y="%.1f" text-anchor="end">%.1f</text>`+"\n", left-6, up(share)+4, share)
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle">recall: of the violations, how many are flagged</text>`+"\n", (left+right)/2, pictureHigh-12)
	fmt.Fprintf(b, `<text transform="translate(16 %d) rotate(-90)" text-anchor="middle">precision: of the flagged, how many are violations</text>`+"\n", (top+bottom)/2)
}

func across(share float64) float64 { return left + share*(right-left) }

func up(share float64) float64 { return bottom - share*(bottom-top) }
