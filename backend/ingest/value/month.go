package value

// months maps the folded names of months, and their usual short forms, in
// English, Italian, German, French and Spanish.
var months = func() map[string]int {
	names := [12][]string{
		{"january", "jan", "gennaio", "gen", "januar", "jänner", "janvier", "janv", "enero", "ene"},
		{"february", "feb", "febbraio", "februar", "février", "févr", "fév", "febrero"},
		{"march", "mar", "marzo", "märz", "mär", "mrz", "mars"},
		{"april", "apr", "aprile", "avril", "avr", "abril", "abr"},
		{"may", "maggio", "mag", "mai", "mayo"},
		{"june", "jun", "giugno", "giu", "juni", "juin", "junio"},
		{"july", "jul", "luglio", "lug", "juli", "juillet", "juil", "julio"},
		{"august", "aug", "agosto", "ago", "août", "aou"},
		{"september", "sep", "sept", "settembre", "set", "septembre", "septiembre"},
		{"october", "oct", "ottobre", "ott", "oktober", "okt", "octobre", "octubre"},
		{"november", "nov", "novembre", "noviembre"},
		{"december", "dec", "dicembre", "dic", "dezember", "dez", "décembre", "déc", "diciembre"},
	}
	table := make(map[string]int)
	for i, list := range names {
		for _, name := range list {
			table[Key(name)] = i + 1
		}
	}
	return table
}()

// monthOf returns 1 to 12, or 0 for a word that is no month.
func monthOf(w []byte) int {
	var buf [3 * longWord]byte
	return months[string(word(&buf, w))]
}

var weekdays = setOf("monday", "mon", "tuesday", "tue", "wednesday", "wed", "thursday", "thu", "friday", "fri", "saturday", "sat", "sunday", "sun",
	"lunedì", "lun", "martedì", "mercoledì", "mer", "giovedì", "gio", "venerdì", "ven", "sabato", "sab", "domenica", "dom",
	"montag", "mo", "dienstag", "di", "mittwoch", "mi", "donnerstag", "do", "freitag", "fr", "samstag", "sa", "sonntag", "so",
	"lundi", "mardi", "mercredi", "jeudi", "jeu", "vendredi", "samedi", "sam", "dimanche", "dim",
	"lunes", "martes", "miércoles", "mié", "jueves", "jue", "viernes", "vie", "sábado", "domingo")

func isWeekday(w []byte) bool { return weekdays.has(w) }
