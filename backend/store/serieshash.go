package store

// seriesText is what a series is about.
type seriesText struct {
	ref, product                                   int64
	workload, workloadRaw, feature, meter, partner string
	clock, reason                                  string
}

// hash is what stands for the texts; without a clock and a reason it is that of
// stores that knew neither.
func (t seriesText) hash() int64 {
	return seriesHash([]string{t.workload, t.workloadRaw, t.feature, t.meter, t.partner, t.clock, t.reason})
}

// seriesHash is the hash of the texts of a series; the last two are its clock
// and reason.
func seriesHash(texts []string) int64 {
	if plain := len(texts) - 2; texts[plain] == "" && texts[plain+1] == "" {
		texts = texts[:plain]
	}
	return textHash(texts...)
}
