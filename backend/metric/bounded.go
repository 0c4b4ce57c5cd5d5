package metric

import "headroom/backend/fault"

// maxText bounds a text that something is compared with, in bytes.
const maxText = 1000

// Bounded returns a fault where q asks for a page that there cannot be, or where
// a filter of it is nested or branched beyond what a question may have, before anything is made of it: a filter nested very
// deep could not even be written down cheaply.
func (q Query) Bounded() error {
	for _, f := range []struct {
		path   string
		filter *Filter
	}{{"filter", q.Filter}, {"dashboard_filter", q.Dashboard}, {"having", q.Having}} {
		if err := f.filter.shape(f.path); err != nil {
			return err
		}
	}
	return q.checkPage()
}

// boundText refuses a text nobody would compare something with.
func boundText(path string, v any) error {
	if s, ok := v.(string); ok && len(s) > maxText {
		return fault.At(path, "A text that is compared can have %d characters.", maxText)
	}
	return nil
}
