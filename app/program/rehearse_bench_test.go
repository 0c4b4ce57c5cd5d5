package program_test

import (
	"testing"

	"headroom/backend/portfolio"
	"headroom/backend/watch/template"
)

// BenchmarkRehearsal rehearses ready-made rules of each kind on 26 weeks of the
// demo portfolio, with their fixes: to be no more than a second on two cores.
func BenchmarkRehearsal(b *testing.B) {
	for _, name := range []string{"ends_within", "act_by", "usage_over", "sustained_usage", "usage_drop", "low_deployment"} {
		b.Run(name, func(b *testing.B) {
			ready, ok := template.Named(name, "en")
			if !ok {
				b.Fatalf("there is no template %s", name)
			}
			for b.Loop() {
				b.StopTimer()
				p := demo(b) // nothing of it is known yet
				b.StartTimer()
				if _, err := p.RehearseRule(b.Context(), ready.Rule, portfolio.NoDay, portfolio.NoDay, "en"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
