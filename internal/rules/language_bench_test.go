package rules

import "testing"

// One condition over one message.
func BenchmarkCondition(b *testing.B) {
	for name, expression := range map[string]string{
		"compare": `sender.lines_10s > 6 && same.senders_60s > 20`,
		"has":     `message.text.hasAny(["加微信", "vx", "领红包"]) && sender.offences > 1`,
		"found":   `found.label("ad") > 0.9 && !sender.protected`,
		"exists":  `found.exists(f, f.label == "ad" && f.sure > 0.9 && !f.weak)`,
		"matches": `message.folded.matches("[0-9]{5,11}") && scene == "live"`,
	} {
		b.Run(name, func(b *testing.B) {
			c, problems := compile(expression)
			if len(problems) > 0 {
				b.Fatal(problems)
			}
			in := sample()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.holds(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
