// Package jsontable reads JSON as tables: an array of objects, an envelope
// around one ({"items": [...]} of Partner Center, {"value": [...]} of Graph),
// one object, or one object a line. A row is an object, a column the path to a
// value in it, with dots: "productSku.id". The rule not to break: no value is
// lost, and a document that is not whole is refused with a *fault.Error that
// names file and line; never more memory than the bounds below.
package jsontable

// Bounds, far above any export seen.
const (
	maxRow     = 1 << 20  // bytes of one object
	maxCell    = 64 << 10 // bytes of one cell
	maxColumns = 1000     // columns of a table
	maxDepth   = 32       // nesting of objects that become columns

	sampleRows  = 200     // rows copied for detection
	sampleBytes = 1 << 20 // bytes read for them
	maxFacts    = 40      // lines kept of what stands around the rows
	maxFact     = 300     // bytes of one of them
)
