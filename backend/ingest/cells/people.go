package cells

import "headroom/backend/portfolio"

// activeDays is how long after its last activity a person counts as active.
const activeDays = 28

// ActiveOn reports whether somebody whose last activity was on last counts as
// active on day: within the 28 days that end with it.
func ActiveOn(day, last portfolio.Day) bool {
	return !last.IsZero() && last > day-activeDays && last <= day
}

// IsConcealed reports whether a name is one that Microsoft has replaced by 32
// hexadecimal digits, so that nobody can be told by it.
func IsConcealed(name string) bool {
	if len(name) != 32 {
		return false
	}
	for _, c := range []byte(name) {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}
