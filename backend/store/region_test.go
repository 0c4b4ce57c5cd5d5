package store

import "testing"

func TestRegionSetting(t *testing.T) {
	for value, valid := range map[string]bool{"system": true, "de-DE": true, "fil-PH": true, "": false, "de": false, "de_DE": false, "DE-de": false, "de-DE-x": false} {
		if err := settingKinds["region"](value); (err == nil) != valid {
			t.Errorf("%q: %v", value, err)
		}
	}
}
