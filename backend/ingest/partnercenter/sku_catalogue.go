package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// skuCatalogue is Microsoft's list of product names and service plan
// identifiers: under which part number and GUID other exports speak of a
// product.
var skuCatalogue = export{
	info: ingest.Info{
		ID: "ms.sku_catalogue", Version: 1, Title: "Microsoft product names and service plan identifiers", Source: "Microsoft SKU catalogue",
		Dataset: portfolio.Products, Class: portfolio.EntityList,
		Row: "One row is one service plan of a product; each product is taken once, with its part number and its GUID.",
	},
	detect: signature{
		has:    []string{"Product_Display_Name", "String_Id", "GUID"},
		either: [][]string{{"Service_Plan_Id"}, {"Service_Plan_Name"}, {"Service_Plans_Included_Friendly_Names"}},
		known: []string{
			"Product_Display_Name", "String_Id", "GUID", "Service_Plan_Name", "Service_Plan_Id", "Service_Plans_Included_Friendly_Names",
		},
	}.score,
	open: openSKUCatalogue,
}

// furtherPlan is the rule for a row that only adds a service plan to a product
// that was taken already.
const furtherPlan = ingest.Skip("further_service_plan")

type catalogue struct {
	cells.Reader
	info           ingest.Info
	asOf           portfolio.Day
	name, part, id int
	taken          map[string]bool // part number and GUID
}

func openSKUCatalogue(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	a := &catalogue{Reader: cells.For(h, c, value.AnyOrder, 0), info: info, asOf: c.AsOf, taken: map[string]bool{}}
	return a, needs(cells.Of(h), need{&a.name, []string{"Product_Display_Name"}}, need{&a.part, []string{"String_Id"}}, need{&a.id, []string{"GUID"}})
}

// Info describes the catalogue.
func (a *catalogue) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *catalogue) Monthly() bool { return false }

// Adapt hands over the product of the row, once.
func (a *catalogue) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	name, part, id := plainBlanks(a.Need(a.name)), a.Text(a.part), value.ID(a.Text(a.id))
	if part == "" && id == "" {
		a.Reject(a.part, cells.MissingKey, "The row gives no other name of the product.")
	}
	if err := a.Problem(); err != nil {
		return err
	}
	key := value.Name(name) + "\x00" + part + "\x00" + id
	if a.taken[key] {
		return furtherPlan
	}
	a.taken[key] = true
	var aliases []string
	for _, alias := range [...]string{part, id} {
		if alias != "" {
			aliases = append(aliases, alias)
		}
	}
	return out.Product(ingest.At{Day: a.asOf}, portfolio.Product{Name: name, SKU: part, Vendor: vendor}, aliases)
}
