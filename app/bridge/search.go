package bridge

// Search finds what a person knows the name of.
type Search struct{ base }

// Find searches accounts, entitlements, reports and dashboards; an empty text
// finds nothing and makes the names ready.
func (s *Search) Find(text, lang string, limit int) (hits string, err error) {
	defer s.guard("Search.Find", &err)
	desk, ctx, cancel, err := s.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	return written(desk.Find(ctx, text, lang, limit))
}
