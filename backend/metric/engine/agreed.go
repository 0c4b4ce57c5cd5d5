package engine

import (
	"headroom/backend/actby"
	"headroom/backend/metric"
)

// agreed returns the shipped catalog with what the person says was agreed about
// the ends of entitlements.
func (e *Engine) agreed(state State, env Env) (metric.Catalog, error) {
	c := e.shipped(env)
	if state.NoticeTerms == "" {
		return c, nil
	}
	key := metric.NoticeTerms + " " + env.Language + " " + state.NoticeTerms
	if kept, ok := e.catalogs.get(key); ok {
		return kept, nil
	}
	list, err := actby.ParseAgreed(state.NoticeTerms)
	if err != nil {
		return c, err
	}
	asked := actby.Arguments(list)
	c, err = c.Recalculated(map[string]string{
		metric.NoticeTerms: actby.Expression(list), metric.ActBy: "ACTBY(" + asked + ")", metric.IfNothing: "IFNOTHING(" + asked + ")",
	})
	if err == nil {
		e.catalogs.put(key, c, catalogSize(c))
	}
	return c, err
}
