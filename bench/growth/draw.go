package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// The measures of a picture, in its own units: a row of two panels for each work,
// what is done in a second on the left and p99 on the right.
const (
	panelWide, panelHigh = 400, 150
	rowHigh              = panelHigh + 62
	leftEdge, topEdge    = 66, 74
	between              = 86
	pictureWide          = leftEdge + 2*panelWide + between + 24
)

// colours of the engines; they can be told apart without seeing colours, too: one
// of the lines is dashed.
var colours = map[string]string{sqlite: `stroke="#1d4ed8"`, postgres: `stroke="#b45309" stroke-dasharray="6 3"`}

// diagram is a work's two panels, by engine.
type diagram struct {
	title     string
	rate, p99 map[string][]point
}

// chart draws works over what grows. Both axes are logarithmic: what stays flat
// does not grow.
func chart(heading, grows string, diagrams []diagram) string {
	var b strings.Builder
	high := topEdge + rowHigh*len(diagrams)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", pictureWide, high)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", pictureWide, high)
	fmt.Fprintf(&b, `<text x="%d" y="24" font-size="16">%s</text>`+"\n", leftEdge, heading)
	legend(&b, diagrams)
	for i, d := range diagrams {
		top := topEdge + i*rowHigh
		panel{left: leftEdge, top: top, title: d.title + ", in a second, over " + grows}.draw(&b, d.rate)
		panel{left: leftEdge + panelWide + between, top: top, title: "p99, ms"}.draw(&b, d.p99)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// diagrams are those of all works at the sites.
func diagrams(sites []*site) []diagram {
	list := make([]diagram, len(works))
	for i, w := range works {
		list[i] = diagram{
			title: w.title,
			rate:  lines(sites, func(s *site) float64 { return s.tallies[w.name].rate() }),
			p99:   lines(sites, func(s *site) float64 { return s.tallies[w.name].p99() }),
		}
	}
	return list
}

// legend names the engines that are drawn.
func legend(b *strings.Builder, diagrams []diagram) {
	x := leftEdge
	for _, engine := range engines {
		if !slices.ContainsFunc(diagrams, func(d diagram) bool { return len(d.rate[engine]) > 0 }) {
			continue
		}
		fmt.Fprintf(b, `<path d="M%d 44h28" %s stroke-width="2" fill="none"/><text x="%d" y="48">%s</text>`+"\n", x, colours[engine], x+34, engine)
		x += 130
	}
}

// point is where something was measured.
type point struct{ x, y float64 }

// lines are the points of each engine, from left to right.
func lines(sites []*site, of func(*site) float64) map[string][]point {
	all := map[string][]point{}
	for _, s := range sites {
		all[s.engine] = append(all[s.engine], point{float64(s.x), of(s)})
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b point) int { return cmp.Compare(a.x, b.x) })
	}
	return all
}

// panel is one diagram.
type panel struct {
	left, top  int
	title      string
	minX, maxX float64 // logarithms
	minY, maxY float64
}

func (p panel) draw(b *strings.Builder, lines map[string][]point) {
	p.bound(lines)
	fmt.Fprintf(b, `<text x="%d" y="%d" font-weight="bold">%s</text>`+"\n", p.left, p.top+4, p.title)
	p.axes(b, lines)
	for _, engine := range engines {
		var path []string
		for _, at := range lines[engine] {
			path = append(path, fmt.Sprintf("%.1f,%.1f", p.across(at.x), p.up(at.y)))
			fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="2.5" fill="#fff" %s/>`+"\n", p.across(at.x), p.up(at.y), colours[engine])
		}
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke-width="2" %s/>`+"\n", strings.Join(path, " "), colours[engine])
	}
}

// bound makes room for all points and for whole powers of ten above and below.
func (p *panel) bound(lines map[string][]point) {
	p.minX, p.minY, p.maxX, p.maxY = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, list := range lines {
		for _, at := range list {
			p.minX, p.maxX = min(p.minX, math.Log10(at.x)), max(p.maxX, math.Log10(at.x))
			p.minY, p.maxY = min(p.minY, math.Log10(at.y)), max(p.maxY, math.Log10(at.y))
		}
	}
	p.minY, p.maxY = math.Floor(p.minY), math.Ceil(p.maxY)
	if p.maxY == p.minY {
		p.maxY++
	}
	if p.maxX == p.minX {
		p.maxX++
	}
}

func (p panel) across(x float64) float64 {
	return float64(p.left) + panelWide*(math.Log10(x)-p.minX)/(p.maxX-p.minX)
}

func (p panel) up(y float64) float64 {
	return float64(p.top+12+panelHigh) - panelHigh*(math.Log10(y)-p.minY)/(p.maxY-p.minY)
}

func (p panel) axes(b *strings.Builder, lines map[string][]point) {
	for power := p.minY; power <= p.maxY; power++ {
		y := p.up(math.Pow(10, power))
		fmt.Fprintf(b, `<path d="M%d %.1fh%d" stroke="#d4d4d8"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n", p.left, y, panelWide, p.left-6, y+4, scale(math.Pow(10, power)))
	}
	told := map[float64]bool{}
	for _, list := range lines {
		for _, at := range list {
			if told[at.x] {
				continue
			}
			told[at.x] = true
			fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", p.across(at.x), p.top+panelHigh+30, scale(at.x))
		}
	}
}

// scale writes a number on an axis.
func scale(value float64) string {
	switch {
	case value >= 1e6:
		return fmt.Sprintf("%gM", value/1e6)
	case value >= 1e3:
		return fmt.Sprintf("%gk", value/1e3)
	}
	return fmt.Sprintf("%g", value)
}
