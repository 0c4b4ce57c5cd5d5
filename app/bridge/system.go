package bridge

import "unicode/utf8"

// System tells the window about the program.
type System struct{ base }

// Status tells the window what it opened on.
func (s *System) Status() (out Status, err error) {
	defer s.guard("System.Status", &err)
	desk, ctx, cancel, err := s.reading()
	defer cancel()
	if err != nil {
		return out, err
	}
	imports, err := desk.Imports(ctx)
	if err != nil {
		return out, err
	}
	open, err := desk.OpenCount(ctx)
	if err != nil {
		return out, err
	}
	out = Status{Empty: true, ReadOnly: s.words().Say(desk.ReadOnly()), Store: desk.Path(), Version: s.host.Version(), Today: desk.Today().String(), InboxOpen: open, ClockWasWrong: desk.ClockWasWrong()}
	for _, i := range imports {
		if i.State == "committed" {
			out.Empty = false
			out.Demo = out.Demo || desk.IsDemo(i)
			out.LastUpdated = max(out.LastUpdated, i.ImportedAt)
		}
	}
	return out, nil
}

// longestLine bounds what the window may put into the log at once.
const longestLine = 2000

// LogFromWindow puts a line into the log.
func (s *System) LogFromWindow(level, text string) (done bool, err error) {
	defer s.guard("System.LogFromWindow", &err)
	if len(text) > longestLine {
		text = text[:longestLine]
		for !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
	}
	if level == "error" {
		s.log.Error("window", "text", text)
	} else {
		s.log.Info("window", "text", text)
	}
	return true, nil
}
