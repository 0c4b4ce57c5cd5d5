// Package chart draws: it turns figures into ECharts options with go-echarts.
// An option holds data, formatter names and the names of the colours that mean
// something; fonts, axes and the rest are the window's theme. It alone knows
// go-echarts. The rule not to break: never its Render, which writes names
// unescaped into a page; the option leaves as JSON text.
package chart

// drawable is what every go-echarts chart can do.
type drawable interface {
	Validate()
	JSON() map[string]any
}

// object is a JSON object, for what go-echarts has no field for.
type object = map[string]any
