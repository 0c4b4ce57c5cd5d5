package report

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

// Bounds of documents, so that none can exhaust the machine that shows it.
const (
	maxTitle    = 300
	maxWords    = 4000
	maxText     = 20_000
	maxImage    = 512 << 10
	maxDocument = 4 << 20
	maxTabs     = 20
	maxTiles    = 60 // of a tab
	maxControls = 30
	maxParts    = 200 // of any list of a visual
	maxRow      = 2000
	maxHeight   = 60
)

var (
	// tokenMark finds tokens, with the steps that follow their names.
	tokenMark = regexp.MustCompile(`\{\{\s*([A-Za-z][A-Za-z0-9_]*)[^{}]*\}\}`)

	identity   = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,79}$`)
	tokenName  = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,59}$`)
	imageStart = regexp.MustCompile(`^data:image/(png|jpeg|webp);base64,`)
	// imageMarks tell the content of an image, by its kind: what stands at which byte.
	imageMarks = map[string]struct {
		at   int
		mark string
	}{"png": {0, "\x89PNG\r\n\x1a\n"}, "jpeg": {0, "\xff\xd8\xff"}, "webp": {8, "WEBP"}}
	route = regexp.MustCompile(`^[a-z]+(/[^\s]*)?$`)

	shows = []Show{
		ShowTable, ShowCrosstab, ShowTree, ShowFigures, ShowIndicator, ShowGauge, ShowBullet, ShowBar, ShowColumn, ShowLine, ShowArea, ShowCombo,
		ShowPie, ShowDonut, ShowFunnel, ShowRadar, ShowBox, ShowRange, ShowHeatmap, ShowCalendar, ShowScatter, ShowSankey, ShowTreemap, ShowSpans,
		ShowRates, ShowAgenda,
	}
	tones   = []string{"crit", "warn", "good", "info", "neutral"}
	marks   = []string{"", "counts", "part", "explained", "unknown", "over"}
	looks   = []string{"", "rate", "bar", "status", "spark", "days"}
	feet    = []string{"", "none", "sum", "average", "min", "max"}
	styles  = []string{"decimal", "abbreviated", "currency", "percentage", "scientific"}
	ruleOps = []string{"eq", "ne", "gt", "ge", "lt", "le", "between", "is_null", "contains"}
	types   = []string{"text", "number", "date"}
)

// checks gathers the first mistake of a document; what follows one is not
// looked at.
type checks struct {
	catalog metric.Catalog
	err     error
}

func (c *checks) that(holds bool, path, format string, args ...any) {
	if !holds && c.err == nil {
		c.err = fault.At(path, format, args...)
	}
}

func oneOf[T ~string](c *checks, path string, value T, known []T) {
	var names []string
	for _, k := range known {
		if k != "" {
			names = append(names, string(k))
		}
	}
	if !slices.Contains(known, value) && c.err == nil {
		c.err = fault.At(path, "%q is none of %s.", string(value), strings.Join(names, ", "))
	}
}

func (c *checks) length(path, text string, most int) {
	c.that(utf8.RuneCountInString(text) <= most, path, "This text is longer than %d characters.", most)
}

func (c *checks) count(path string, n, most int) {
	c.that(n <= most, path, "There can be at most %d of these.", most)
}

// Validate reports the first part of r that cannot be kept or asked, as a fault
// that points at it.
func (r Report) Validate(catalog metric.Catalog) error {
	c := &checks{catalog: catalog}
	c.that(strings.TrimSpace(r.Title) != "", "title", "A report needs a title.")
	c.report("", r)
	c.size(r)
	return c.err
}

// Validate reports the first part of d that cannot be kept or shown, as a fault
// that points at it.
func (d Dashboard) Validate(catalog metric.Catalog) error {
	c := &checks{catalog: catalog}
	c.that(strings.TrimSpace(d.Title) != "", "title", "A dashboard needs a title.")
	c.length("title", d.Title, maxTitle)
	c.length("words", d.Words, maxWords)
	c.name("name", d.Name)
	c.that(d.About == "" || d.About == "account", "about", "A dashboard is about an account, or about nothing, not about %q.", d.About)
	c.controls(d.Controls)
	c.tokens(d.Tokens)
	c.count("tabs", len(d.Tabs), maxTabs)
	c.that(len(d.Tabs) > 0, "tabs", "A dashboard needs a tab.")
	tabs, tiles := map[string]bool{}, map[string]bool{}
	for i, tab := range d.Tabs {
		path := fmt.Sprintf("tabs[%d]", i)
		c.id(path+".id", tab.ID, tabs)
		c.length(path+".title", tab.Title, maxTitle)
		c.count(path+".tiles", len(tab.Tiles), maxTiles)
		for j, tile := range tab.Tiles {
			at := fmt.Sprintf("%s.tiles[%d]", path, j)
			c.id(at+".id", tile.ID, tiles)
			c.tile(at, tile, d)
			c.place(at, tile, tab.Tiles[:j])
		}
	}
	c.size(d)
	return c.err
}

// size bounds the document as it is kept.
func (c *checks) size(document any) {
	data, err := json.Marshal(document)
	c.that(err == nil, "", "This document cannot be written.")
	c.that(len(data) <= maxDocument, "", "This document is larger than %d MiB.", maxDocument>>20)
}

func (c *checks) name(path, name string) {
	c.that(name == "" || identity.MatchString(name), path, "%q cannot be a name.", name)
}

// id checks an id that is unique among those seen.
func (c *checks) id(path, id string, seen map[string]bool) {
	c.that(identity.MatchString(id), path, "%q cannot be an id; it is of a to z, digits, - and _.", id)
	c.that(!seen[id], path, "The id %q is there twice.", id)
	seen[id] = true
}

func (c *checks) controls(all []Control) {
	c.count("controls", len(all), maxControls)
	seen := map[string]bool{}
	for i, control := range all {
		path := fmt.Sprintf("controls[%d]", i)
		c.id(path+".id", control.ID, seen)
		c.length(path+".title", control.Title, maxTitle)
		oneOf(c, path+".show", control.Show, []string{"date", "list", "input"})
		d, ok := c.catalog.Dimension(control.Dimension)
		c.that(ok, path+".dimension", "There is no dimension %q.", control.Dimension)
		c.that(!d.Listed, path+".dimension", "%s does not filter figures.", control.Dimension)
		day := d.Kind == metric.Date || d.Kind == metric.Time
		c.that(!ok || (control.Show == "date") == day || control.Show == "list", path+".show", "%s is not chosen as %s.", control.Dimension, control.Show)
		if f := control.Filter; f != nil {
			c.that(f.IsLeaf() && f.Dimension == control.Dimension, path+".filter", "The filter of a control compares its dimension %s.", control.Dimension)
			c.filter(path+".filter", f)
		}
	}
}

// filter checks a filter by itself, as one of the rows of a dataset that has
// its dimensions.
func (c *checks) filter(path string, f *metric.Filter) {
	if c.err != nil {
		return
	}
	_ = f.Walk(path, func(at string, leaf metric.Filter) error {
		d, ok := c.catalog.Dimension(leaf.Dimension)
		c.that(ok, at+".dimension", "There is no dimension %q.", leaf.Dimension)
		if ok && c.err == nil && !tokened(leaf) {
			_, c.err = leaf.Operands(at, d.Kind)
		}
		return c.err
	})
}

func (c *checks) tokens(all []Token) {
	c.count("tokens", len(all), maxControls)
	seen := map[string]bool{}
	for i, t := range all {
		path := fmt.Sprintf("tokens[%d]", i)
		c.that(tokenName.MatchString(t.Name), path+".name", "%q cannot be the name of a token; it is of A to Z, digits and _.", t.Name)
		c.that(!seen[t.Name], path+".name", "The token %s is there twice.", t.Name)
		seen[t.Name] = true
		c.length(path+".title", t.Title, maxTitle)
		oneOf(c, path+".type", t.Type, types)
		_, text := t.Value.(string)
		number := false
		switch t.Value.(type) {
		case int, int64, float64:
			number = true
		}
		c.that(t.Type == "number" && number || t.Type != "number" && text, path+".value", "The value of %s is not of its type %s.", t.Name, t.Type)
	}
}

func (c *checks) tile(path string, t Tile, d Dashboard) {
	kinds := 0
	for _, has := range []bool{t.Report != nil, t.Ref != "", t.Text != "", t.Image != ""} {
		if has {
			kinds++
		}
	}
	c.that(kinds == 1, path, "A tile shows a report, a kept report, a text or an image.")
	c.length(path+".title", t.Title, maxTitle)
	c.length(path+".sub", t.Sub, maxTitle)
	c.length(path+".text", t.Text, maxText)
	c.length(path+".alt", t.Alt, maxWords)
	c.name(path+".ref", t.Ref)
	c.that(t.Opens == "" || route.MatchString(t.Opens), path+".opens", "%q leads nowhere.", t.Opens)
	for i, id := range t.Ignores {
		known := slices.ContainsFunc(d.Controls, func(x Control) bool { return x.ID == id })
		c.that(known, fmt.Sprintf("%s.ignores[%d]", path, i), "There is no control %q.", id)
	}
	c.image(path+".image", t.Image)
	if t.Report != nil {
		c.report(path+".report.", *t.Report)
	}
}

func (c *checks) image(path, image string) {
	if image == "" {
		return
	}
	start := imageStart.FindString(image)
	c.that(start != "", path, "An image is a PNG, JPEG or WebP.")
	if c.err != nil {
		return
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(image, start))
	is := imageMarks[imageStart.FindStringSubmatch(image)[1]]
	c.that(err == nil && len(data) > is.at && strings.HasPrefix(string(data[is.at:]), is.mark), path, "This image cannot be read.")
	c.that(len(data) <= maxImage, path, "An image can have %d KiB.", maxImage>>10)
}

// place checks that a tile is inside the grid and on no other.
func (c *checks) place(path string, t Tile, before []Tile) {
	inside := t.X >= 0 && t.W >= 1 && t.X+t.W <= Columns && t.Y >= 0 && t.Y <= maxRow && t.H >= 1 && t.H <= maxHeight
	c.that(inside, path, "The tile %s lies outside the grid of %d columns.", t.ID, Columns)
	for _, o := range before {
		apart := t.X+t.W <= o.X || o.X+o.W <= t.X || t.Y+t.H <= o.Y || o.Y+o.H <= t.Y
		c.that(apart, path, "The tiles %s and %s lie on each other.", o.ID, t.ID)
	}
}

func (c *checks) report(path string, r Report) {
	c.name(path+"name", r.Name)
	c.length(path+"title", r.Title, maxTitle)
	c.length(path+"words", r.Words, maxWords)
	c.count(path+"off", len(r.Off), maxParts)
	c.visual(path+"visual", r.Visual)
	if c.err == nil {
		c.err = under(path+"query.", validQuery(r.Query, c.catalog))
	}
}

// under puts a path before the field of a fault.
func under(path string, err error) error {
	if err == nil {
		return nil
	}
	f := *fault.Of(err)
	f.Field = path + f.Field
	return &f
}

func (c *checks) visual(path string, v Visual) {
	oneOf(c, path+".show", v.Show, shows)
	for _, n := range []int{len(v.Values), len(v.Columns), len(v.Rules), len(v.Bands)} {
		c.count(path, n, maxParts)
	}
	oneOf(c, path+".stack", v.Stack, []string{"", "sum", "share"})
	oneOf(c, path+".labels", v.Labels, []string{"", "all", "last"})
	oneOf(c, path+".density", v.Density, []string{"", "dense", "relaxed"})
	for i, s := range v.Values {
		at := fmt.Sprintf("%s.values[%d]", path, i)
		c.that(s.Column != "", at+".column", "A value needs a column.")
		oneOf(c, at+".show", s.Show, []Show{"", ShowColumn, ShowLine, ShowArea})
		oneOf(c, at+".tone", s.Tone, marks)
	}
	for i, b := range v.Bands {
		oneOf(c, fmt.Sprintf("%s.bands[%d].tone", path, i), b.Tone, tones)
		c.length(fmt.Sprintf("%s.bands[%d].title", path, i), b.Title, maxTitle)
	}
	for i, s := range v.Columns {
		c.column(fmt.Sprintf("%s.columns[%d]", path, i), s)
	}
	for i, r := range v.Rules {
		at := fmt.Sprintf("%s.rules[%d]", path, i)
		c.that(r.Column != "", at+".column", "A rule needs a column.")
		oneOf(c, at+".op", r.Op, ruleOps)
		oneOf(c, at+".tone", r.Tone, tones)
		c.count(at+".values", len(r.Values), maxParts)
	}
}

func (c *checks) column(path string, s ColumnStyle) {
	c.that(s.Column != "", path+".column", "A style needs a column.")
	c.length(path+".title", s.Title, maxTitle)
	c.that(s.Width >= 0 && s.Width <= 2000, path+".width", "A column is 0 to 2000 pixels wide.")
	oneOf(c, path+".as", s.As, looks)
	oneOf(c, path+".foot", s.Foot, feet)
	c.length(path+".base", s.Base, maxTitle)
	c.length(path+".note", s.Note, maxTitle)
	if f := s.Format; f != nil {
		oneOf(c, path+".format.style", f.Style, styles)
		c.that(f.Digits == nil || *f.Digits >= 0 && *f.Digits <= 12, path+".format.digits", "A figure has 0 to 12 digits after its sign.")
		c.length(path+".format.currency", f.Currency, 3)
	}
}
