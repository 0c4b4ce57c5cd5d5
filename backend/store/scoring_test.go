package store

import (
	"testing"

	"headroom/backend/metric"
)

func TestSettingsOfHealth(t *testing.T) {
	if got := scoring(settingDefaults); got != metric.DefaultScoring() {
		t.Errorf("the defaults are not as shipped: %+v", got)
	}
	got := scoring(map[string]string{"health_windows": "10, 20,30", "health_weights": "1,0.5,0", "health_limits": "80,50"})
	if got != (metric.Scoring{Windows: [3]int{10, 20, 30}, Weights: [3]float64{1, .5, 0}, Healthy: 80, Warning: 50}) {
		t.Errorf("%+v", got)
	}
	for _, x := range []struct {
		name, value string
		good        bool
	}{
		{"health_windows", "30,90,200", true},
		{"health_windows", "30,30,200", true},
		{"health_windows", "90,30,200", false},
		{"health_windows", "30,90", false},
		{"health_windows", "1.5,90,200", false},
		{"health_windows", "a,90,200", false},
		{"health_weights", "0.9,0.5,0.25", true},
		{"health_weights", "0.25,0.5,0.9", false},
		{"health_weights", "2,1,0", false},
		{"health_weights", "NaN,1,0", false},
		{"health_limits", "70,40", true},
		{"health_limits", "40,70", false},
		{"health_limits", "101,40", false},
	} {
		if err := settingKinds[x.name](x.value); (err == nil) != x.good {
			t.Errorf("%s %s: %v", x.name, x.value, err)
		}
	}
}
