package watch

import "testing"

func TestAnInstanceFollowsItsAccount(t *testing.T) {
	tests := []struct{ instance, account, renamed string }{
		{"account:name:contoso", "name:contoso", "account:tenant:1|x"},
		{"usage:name:contoso|Suite Pro", "name:contoso", "usage:tenant:1|x|Suite Pro"},
		{"usage:name:a|b|Suite Pro", "name:a|b", "usage:tenant:1|x|Suite Pro"},
		{"entitlement:k1@2026-12-01", "", "entitlement:k1@2026-12-01"},
		{"account_key:name:contoso", "name:contoso", `account_key:tenant:1\|x`},
		{`account_key+product:name:a\|b\\|Suite\|Pro`, `name:a|b\`, `account_key+product:tenant:1\|x|Suite\|Pro`},
		{`product+account_key:\-|name:contoso`, "name:contoso", `product+account_key:\-|tenant:1\|x`},
		{`product+account_key:\\-|name:contoso`, "name:contoso", `product+account_key:\\-|tenant:1\|x`}, // a product that is called so
		{"entitlement_key+account_key:k@1|name:contoso@2026-12-31", "name:contoso", `entitlement_key+account_key:k@1|tenant:1\|x@2026-12-31`},
		{"account_key+entitlement_key:name:contoso|k@", "name:contoso", `account_key+entitlement_key:tenant:1\|x|k@`},
		{"product:Suite", "", "product:Suite"},
		{"", "", ""},
		{"account_key+product:broken", "", "account_key+product:broken"},
	}
	for _, tt := range tests {
		if got := AccountOf(tt.instance); got != tt.account {
			t.Errorf("%s is about %q, want %q", tt.instance, got, tt.account)
		}
		if got := OfAccount(tt.instance, "tenant:1|x"); got != tt.renamed {
			t.Errorf("%s becomes %s, want %s", tt.instance, got, tt.renamed)
		}
		if tt.account != "" {
			if got := OfAccount(OfAccount(tt.instance, "tenant:1|x"), tt.account); got != tt.instance {
				t.Errorf("%s becomes %s and back", tt.instance, got)
			}
		}
	}
}
