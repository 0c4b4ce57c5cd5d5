package partnercenter

import (
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/portfolio"
)

// TestQ24RepeatedAttributionsNeverCount reads the same customers with and
// without the flag that says which rows are repeated.
func TestQ24RepeatedAttributionsNeverCount(t *testing.T) {
	for name, c := range map[string]struct {
		profile    ingest.Profile
		flag       string
		want, ctrl string
	}{
		"insights_customers.csv": {insightsCustomers, "IsDuplicateRowForPGA", "Sold:{N:60 ", "Sold:{N:100 "},
		"azure_usage.csv":        {azureUsage, "IsACRDuplicateAtPGALevel", "Used:{Mantissa:10500000001 ", "Used:{Mantissa:105 "},
	} {
		whole := ingesttest.File(t, name)
		if got := ingesttest.Run(t, c.profile, whole, asOf); !strings.Contains(got.Lines(), c.want) || got.Skipped["duplicate_attribution"] != 1 {
			t.Errorf("%s:\n%s", name, got.Lines())
		}
		if got := ingesttest.Run(t, c.profile, whole.Without(c.flag), asOf); !strings.Contains(got.Lines(), c.ctrl) {
			t.Errorf("%s without the flag should count the repeated row:\n%s", name, got.Lines())
		}
	}
}

// TestQ24OneSubscriptionForTwoPartners has one row for each way a partner is
// attached to a subscription; its users are there once.
func TestQ24OneSubscriptionForTwoPartners(t *testing.T) {
	got := ingesttest.Run(t, powerBIUsage, ingesttest.File(t, "powerbi_usage.csv"), asOf)
	if !strings.Contains(got.Lines(), "{Active:{N:31 OK:true} Total:{N:60 OK:true}}") {
		t.Errorf("30 users of 50 licenses and 1 of 10:\n%s", got.Lines())
	}
}

// TestQ25OneNameTwoMeanings reads AvailableSeats as the level it is everywhere
// but in the subscription details.
func TestQ25OneNameTwoMeanings(t *testing.T) {
	levels := ingesttest.File(t, "powerbi_usage.csv")
	if score := (subscriptionDetails{}).Detect(levels.Head); score != 0 {
		t.Errorf("a usage export scores %.2f as subscription details", score)
	}
	if got := ingesttest.Run(t, powerBIUsage, levels, asOf); !strings.Contains(got.Lines(), "Quantity:{N:50 OK:true} Assigned:{N:40 OK:true}") {
		t.Errorf("AvailableSeats should be the licenses sold:\n%s", got.Lines())
	}
	changes := ingesttest.File(t, "pc_insights_subscription_details.tsv")
	for _, p := range Profiles() {
		if id := p.Info().ID; p.Detect(changes.Head) >= 0.8 && id != "ms.insights.subscription_details" {
			t.Errorf("the change of AvailableSeats would be read as a level by %s", id)
		}
	}
}

func TestEMSWithoutServicesReadsTheWhole(t *testing.T) {
	text := "SubscriptionId,Month,SKU,SKUId,CustomerName,CustomerTenantId,PaidAvailableUnits,MonthlyActiveUsers,PartnerName,CustomerMarket\n" +
		"s1,2024-02-01,EMS E3,1,Contoso,t1,40,30,Example,Italy\n"
	tb := ingesttest.Read(t, "f.csv", text, ',')
	if score := emsUsage.Detect(tb.Head); score < 0.8 {
		t.Errorf("scores %.2f", score)
	}
	got := ingesttest.Run(t, emsUsage, tb, asOf)
	if len(got.Facts) != 1 || !strings.Contains(got.Lines(), "Workload:Enterprise Mobility + Security ") || !strings.Contains(got.Lines(), "{Active:{N:30 OK:true} Total:{N:40 OK:true}}") {
		t.Errorf("got\n%s", got.Lines())
	}
}

func TestSumsAreExact(t *testing.T) {
	var e exact
	if e.decimal().OK {
		t.Error("nothing known is not zero")
	}
	for range 10 {
		e.add(portfolio.Decimal{Mantissa: 1, Scale: 1, OK: true})
	}
	if got := e.decimal(); got != (portfolio.Decimal{Mantissa: 1, OK: true}) {
		t.Errorf("ten tenths are %+v", got)
	}
	big := exact{}
	big.add(portfolio.Decimal{Mantissa: 9_000_000_000_000_000_000, OK: true})
	big.add(portfolio.Decimal{Mantissa: 4, Scale: 9, OK: true})
	if got := big.decimal(); got != (portfolio.Decimal{Mantissa: 9_000_000_000_000_000_000, OK: true}) {
		t.Errorf("what does not fit is rounded to %+v", got)
	}
	big.add(portfolio.Decimal{Mantissa: 9_000_000_000_000_000_000, OK: true})
	if got := big.decimal(); got.OK {
		t.Errorf("what fits nowhere is unknown, not %+v", got)
	}
	for _, c := range []struct {
		mantissa int64
		scale    uint8
		currency string
		want     int64
	}{{85, 3, "USD", 9}, {-85, 3, "USD", -9}, {84, 3, "USD", 8}, {5, 1, "JPY", 1}, {1, 0, "KWD", 1000}} {
		e := exact{}
		e.add(portfolio.Decimal{Mantissa: c.mantissa, Scale: c.scale, OK: true})
		if got, err := e.minor(c.currency); err != nil || got != portfolio.SomeInt(c.want) {
			t.Errorf("%d of 10^-%d %s are %+v, %v, want %d", c.mantissa, c.scale, c.currency, got, err, c.want)
		}
	}
}
