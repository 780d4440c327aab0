package rules_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
)

// shelf holds rules and counts nothing.
type shelf struct {
	rules.Store
	rules []rules.Rule
}

func (shelf) RulesRevision(context.Context) (int64, error)               { return 1, nil }
func (s shelf) Rules(context.Context) ([]rules.Rule, error)              { return s.rules, nil }
func (shelf) AddRuleCounts(context.Context, []rules.Count) error         { return nil }
func (shelf) RuleCountsOn(context.Context, int64) ([]rules.Count, error) { return nil, nil }

// BenchmarkMessage is a message of an app with so many rules, by all cores, as
// it is told of by the rules alone.
func BenchmarkMessage(b *testing.B) {
	for _, n := range []int{0, 1, 10, 100} {
		b.Run(fmt.Sprint("rules=", n), func(b *testing.B) {
			store := shelf{}
			for i := range n {
				example := rules.Examples()[i%len(rules.Examples())]
				store.rules = append(store.rules, rules.Rule{
					ID: int64(i + 1), Version: 1, Name: fmt.Sprint(i), Expression: example.Expression, Effect: example.Effect, State: rules.Shadow, Quota: 1000,
				})
			}
			s := rules.NewService(rules.Options{Store: store, Apps: apps{}, Now: time.Now, Log: discard, Zone: time.UTC})
			if err := s.Refresh(b.Context()); err != nil {
				b.Fatal(err)
			}
			line := content.Line{UserID: "10086", RoomID: "1001", Text: "姐妹们今晚八点直播间抽奖,关注主播不迷路哦"}
			found := []policy.Evidence{{Source: "引流", What: "抽奖", Label: "ad", Want: policy.Mask, Sure: 0.95}}
			c := policy.Context{Lines10s: 3, Lines60s: 7, Repeats: 1, Spread: 2, Near: 3, Risk: true}
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					s.Rule("live", line, c, found, false)
				}
			})
		})
	}
}
