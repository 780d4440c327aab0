package sandbox

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// The play's rhythm, in chat lines where no unit is said.
const (
	warmUp      = 300 // lines said before the first report
	reportEvery = 12  // the mean between two things that annoy somebody
	renewEvery  = 50
	followDelay = 6                // the most between two reporters of the same thing
	repeatShare = 4                // of a hundred filings, those sent again later
	sayAgain    = 2 * time.Minute  // between two lines about the same obstacle
	sumEvery    = 30 * time.Second // between two summaries
	maxTold     = 2000             // obstacles remembered
)

// attempt is somebody who will try to speak, because something has just
// changed; due counts down in lines.
type attempt struct {
	person *person
	venue  *venue
	due    int
	lifted bool
}

// later is a filing that somebody makes in a while.
type later struct {
	filing filing
	due    int
}

// play runs the app until ctx ends.
func (l *Live) play(ctx context.Context) {
	pending := l.open()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		var wait time.Duration
		pending, wait = l.step(pending)
		timer.Reset(wait)
	}
}

// open fills the app with talk and files the first page of reports.
func (l *Live) open() []later {
	l.mu.Lock()
	defer l.mu.Unlock()
	for range warmUp {
		l.chat()
	}
	var pending []later
	for _, mod := range openingDeck {
		for i, f := range l.scene.filings(mod) {
			if i == 0 {
				l.courier.file(f)
			} else {
				pending = append(pending, later{f, 1 + l.scene.rand.IntN(10*followDelay)})
			}
		}
	}
	for range openingTalks {
		l.discuss()
	}
	for range openingCalls {
		l.dial()
	}
	l.gate()
	return pending
}

// discuss has a dialogue reported, where the app does that.
func (l *Live) discuss() {
	if l.options.DialogueApp != "" {
		l.spokesman.hand(l.scene.talk(l.scene.base+"/verdict", l.options.Now()))
	}
}

// step is one line of chat and what comes with it. It returns the filings still
// to be made and the time until the next step.
func (l *Live) step(pending []later) ([]later, time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.scene
	l.stirUp()
	l.chat()
	l.spam()
	s.comeAndGo()
	l.converse()
	if s.rand.IntN(reportEvery) == 0 {
		pending = append(pending, l.annoy()...)
	}
	if l.options.DialogueApp != "" && s.rand.IntN(talkEvery) == 0 {
		l.discuss()
	}
	if s.lines%renewEvery == 0 {
		for _, news := range s.renew() {
			l.narrator.say(news)
		}
	}
	wait := min(s.rand.ExpFloat64(), 4) * float64(l.options.Pace)
	return l.fileDue(pending), time.Duration(wait)
}

// annoy has something reported, at once or within a few lines.
func (l *Live) annoy() []later {
	s := l.scene
	var pending []later
	for i, f := range s.filings(s.nextEntrance()) {
		pending = append(pending, later{f, i * (1 + s.rand.IntN(followDelay))})
		if s.rand.IntN(100) < repeatShare && !f.admin {
			f.story = strings.Replace(f.story, "〔举报〕", "〔再次举报〕", 1)
			pending = append(pending, later{f, 20 + s.rand.IntN(40)})
		}
	}
	return pending
}

// fileDue hands over what is due and returns the rest.
func (l *Live) fileDue(pending []later) []later {
	rest := pending[:0]
	for _, p := range pending {
		if p.due <= 0 {
			l.courier.file(p.filing)
			continue
		}
		p.due--
		rest = append(rest, p)
	}
	return rest
}

// chat is one moment in which somebody says something, or cannot.
func (l *Live) chat() {
	said, stopped := l.scene.chatter()
	l.note(said, stopped)
}

func (l *Live) note(said *line, stopped *obstacle) {
	if said != nil {
		l.said++
		return
	}
	l.tellSeldom(stopped.key, stopped.text)
}

// tellSeldom tells what has the key, but not again soon.
func (l *Live) tellSeldom(key, text string) {
	now := l.options.Now()
	if last, ok := l.told[key]; ok && now.Sub(last) < sayAgain {
		return
	}
	if len(l.told) >= maxTold {
		clear(l.told)
	}
	l.told[key] = now
	l.narrator.say(text)
}

// stirUp lets those speak whose time has come.
func (l *Live) stirUp() {
	rest := l.stir[:0]
	for _, a := range l.stir {
		if a.due > 0 {
			a.due--
			rest = append(rest, a)
			continue
		}
		said, stopped := l.scene.say(a.person, a.venue, ordinary)
		l.note(said, stopped)
		if said != nil && a.lifted {
			l.narrator.say(fmt.Sprintf("〔恢复发言〕%s 在%s：%s", a.person.name, a.venue.title(), quoted(said.gist())))
		}
	}
	l.stir = rest
}

// sumUp tells every half minute how things stand.
func (l *Live) sumUp(ctx context.Context) {
	ticker := time.NewTicker(sumEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			l.narrator.say(l.summary() + l.courier.remaining(ctx))
		}
	}
}

func (l *Live) summary() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	audited := ""
	if l.scene.hold != nil {
		audited = fmt.Sprintf(" | 拦截 %d", l.denied)
	}
	if l.options.CloudKey != "" {
		audited += fmt.Sprintf(" | 通话 %d", len(l.exchange.duets))
	}
	return fmt.Sprintf("〔小结〕在线 %d 人 | 消息 %d | 举报 %d | 执行处罚 %d", l.scene.online(), l.said, l.courier.filed.Load(), l.moved) + audited
}
