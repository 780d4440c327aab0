package words_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/words"
)

const plainFile = "\ufeff# 引流\n加微信\r\n\n  加V信 \n,,,\n加微信\na\n"

func TestImportOfText(t *testing.T) {
	t.Parallel()
	s := small(t)
	list := listed(t, s, "", "base", term("加微信", lexicon.Review))
	file := words.Import{Text: plainFile, Defaults: term("", lexicon.Review)}
	_, err := s.Import(t.Context(), list.ID, file)
	if problem := fault.As(err); problem.Code != words.CodeBadLines || !strings.Contains(problem.Message, "2 of 5 lines cannot be used; line 5: ") {
		t.Errorf("refused with %v", err)
	}
	file.Dry = true
	dry, err := s.Import(t.Context(), list.ID, file)
	must(t, err)
	want := words.Imported{Counts: words.Counts{Added: 1, Unchanged: 1}, Repeated: 1, BadLines: 2, Bad: []words.Bad{
		{Line: 5, Text: ",,,", Field: "text", Message: `",,," has no letter, digit or picture`},
		{Line: 7, Text: "a", Field: "text", Message: `"a" comes down to "a", which is nearly everywhere`},
	}}
	if diff := cmp.Diff(want, dry); diff != "" {
		t.Error(diff)
	}
	if kept, _ := s.List(t.Context(), list.ID); kept.Terms != 1 {
		t.Errorf("something was changed: %+v", kept)
	}
	file.Dry, file.SkipBad = false, true
	done, err := s.Import(t.Context(), list.ID, file)
	must(t, err)
	want.Done = true
	if diff := cmp.Diff(want, done); diff != "" {
		t.Error(diff)
	}
}

const table = `Text,category,action,level,mode,scenes,from,until,note
"加,微信",ad,deny,3,substring,live private,2026-01-01,2027-01-01T00:00:00Z,"他说""加我"""
赌球,illegal
`

func TestImportOfTables(t *testing.T) {
	t.Parallel()
	s := small(t)
	list, copied := listed(t, s, "", "base"), listed(t, s, "", "copy")
	done, err := s.Import(t.Context(), list.ID, words.Import{Text: table, Defaults: term("", lexicon.Mask)})
	must(t, err)
	if done.Added != 2 {
		t.Errorf("%+v", done)
	}
	var first, second bytes.Buffer
	must(t, s.Export(t.Context(), list.ID, &first))
	want := "text,category,action,level,mode,scenes,from,until,note,added_by,added_at\n" +
		`"加,微信",ad,deny,3,substring,live private,2026-01-01T00:00:00Z,2027-01-01T00:00:00Z,"他说""加我""",,2026-03-01T04:05:06Z` + "\n" +
		"赌球,illegal,mask,,word,,,,,,2026-03-01T04:05:06Z\n"
	if diff := cmp.Diff(want, first.String()); diff != "" {
		t.Error(diff)
	}
	_, err = s.Import(t.Context(), copied.ID, words.Import{Text: first.String()})
	must(t, err)
	must(t, s.Export(t.Context(), copied.ID, &second))
	if diff := cmp.Diff(first.String(), second.String()); diff != "" {
		t.Error(diff)
	}
}

func TestBadTables(t *testing.T) {
	t.Parallel()
	s := small(t)
	list := listed(t, s, "", "base")
	rows := "词条,分类,动作,level,from\n加微信,广告引流,拦截,3\n,ad,deny\n赌球,违法违禁,shout\n裸聊,porn,deny,much\n招嫖,porn,deny,1,soon\n一,二,三,四,五,六\n"
	got, err := s.Import(t.Context(), list.ID, words.Import{Text: rows, SkipBad: true})
	must(t, err)
	var told []string
	for _, bad := range got.Bad {
		told = append(told, fmt.Sprint(bad.Line, " ", bad.Text, " ", bad.Field))
	}
	if diff := cmp.Diff([]string{"3  text", "4 赌球 action", "5 裸聊 level", "6 招嫖 from", "7 一 "}, told); diff != "" || got.Added != 1 {
		t.Error(got.Added, diff)
	}
	if kept, err := s.Terms(t.Context(), list.ID, words.Filter{}); err != nil || kept[0].Category != "ad" || kept[0].Action != lexicon.Deny {
		t.Errorf("%+v, %v", kept, err)
	}
	for text, says := range map[string]string{
		"text,colour\nx,y": `no column "colour"`, "text,text\nx,y": "twice",
	} {
		if _, err := s.Import(t.Context(), list.ID, words.Import{Text: text}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzImport(f *testing.F) {
	f.Add(plainFile)
	f.Add(table)
	f.Add("text\n\"a\nb\",\"\r")
	f.Fuzz(func(t *testing.T, text string) {
		terms, bad, err := words.Parse(text, term("", lexicon.Mask))
		if err != nil {
			return
		}
		for _, one := range terms {
			if err := one.Check(); err != nil || one.Folded == "" {
				t.Errorf("%+v: %v", one, err)
			}
		}
		for _, one := range bad {
			if one.Line < 1 || one.Line > strings.Count(text, "\n")+1 || one.Message == "" {
				t.Errorf("%+v", one)
			}
		}
	})
}
