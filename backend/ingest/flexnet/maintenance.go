package flexnet

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// maintenanceLine is the rule for every row of this file.
const maintenanceLine = ingest.Skip("maintenance_line")

// maintenanceLines is the second file in the zip of entitlements. Maintenance
// is no license: the file is recognised so that the zip imports cleanly, and
// all its rows are left out.
type maintenanceLines struct{}

func isMaintenance(h ingest.Header) bool {
	if strings.Contains(value.Key(h.File), "maintenanceline") {
		return true
	}
	for _, column := range h.Columns {
		if strings.HasPrefix(value.Key(column), "maintenance") {
			return true
		}
	}
	return false
}

// Info describes the profile.
func (maintenanceLines) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.maintenance", Version: 1, Title: "FlexNet Operations maintenance lines",
		Source: entitlementSource, Dataset: portfolio.Entitlements, Class: portfolio.Incremental,
	}
}

// Detect recognises the file by its name or its maintenance columns.
func (maintenanceLines) Detect(h ingest.Header) float64 {
	if isMaintenance(h) && cells.Of(h).Has("EntitlementID", "ActivationID") {
		return 0.95
	}
	return 0
}

// Open needs nothing.
func (p maintenanceLines) Open(ingest.Header, ingest.Context) (ingest.Adapter, error) { return p, nil }

// Monthly is false.
func (maintenanceLines) Monthly() bool { return false }

// Adapt leaves the row out.
func (maintenanceLines) Adapt(ingest.Row, ingest.Sink) error { return maintenanceLine }
