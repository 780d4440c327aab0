package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
)

// What is filled must be there as if it had come by itself: found, claimed,
// decided, and followed by more.
func TestFilledCasesAreLikeOthers(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			store, done, err := options{work: t.TempDir()}.filled(ctx, engine, 3*seeds)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := done(); err != nil {
					t.Error(err)
				}
			}()
			p := newPeople(store, seedUsers, "t", time.Now)
			if err := p.file(ctx); err != nil {
				t.Fatal(err)
			}
			const open = 3*seeds/2 + 1
			copies, people := 0, map[string]bool{}
			for range open {
				c, who, err := p.claim(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if c.ID > stride {
					copies++
				}
				people[c.First.Reporter] = true
				if len(people)%2 == 0 {
					continue
				}
				if err := p.decide(ctx, c, who); err != nil {
					t.Fatal(err)
				}
			}
			if _, _, err := p.claim(ctx); err == nil || copies != seeds+1 || len(people) < seedUsers {
				t.Errorf("%d copies by %d people were lent; then %v", copies, len(people), err)
			}
			found, err := store.SearchCases(ctx, review.CaseFilter{App: app.ID, DecidedBy: "", State: review.Decided, Limit: 500})
			if err != nil || len(found) != 500 {
				t.Fatal(len(found), err)
			}
			if story, err := store.Story(ctx, app.ID, found[0].ID); err != nil || len(story.Decisions) != 1 || len(story.Reports) != 1 {
				t.Errorf("%+v %v", story, err)
			}
		})
	}
}

func TestPicturesAreWellFormed(t *testing.T) {
	t.Parallel()
	line := map[string][]point{sqlite: {{1, 10}, {1000, 12}}, postgres: {{1, 3}, {1000, 0.4}}}
	picture := chart("a heading", "cases", []diagram{{title: "some work", rate: line, p99: line}})
	for decoder := xml.NewDecoder(strings.NewReader(picture)); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v\n%s", err, picture)
		}
	}
	if !strings.Contains(picture, "some work") || strings.Count(picture, "<polyline") != 4 || strings.Contains(picture, "NaN") || strings.Contains(picture, "Inf") {
		t.Error(picture)
	}
}
