package demo

import "strconv"

// place is where an account is and who looks after it.
type place struct{ country, iso, region, owner string }

var (
	italy   = place{"Italy", "IT", "Southern Europe", "Chiara Fontanesi"}
	germany = place{"Germany", "DE", "Central Europe", "Jonas Wiedekind"}
	france  = place{"France", "FR", "Western Europe", "Élodie Marchandeau"}
	spain   = place{"Spain", "ES", "Southern Europe", "Chiara Fontanesi"}
	japan   = place{"Japan", "JP", "Asia Pacific", "佐倉 美月"}
	britain = place{"United Kingdom", "GB", "Western Europe", "Élodie Marchandeau"}
	sweden  = place{"Sweden", "SE", "Nordics", "Ida Lundgren"}
	norway  = place{"Norway", "NO", "Nordics", "Ida Lundgren"}
	denmark = place{"Denmark", "DK", "Nordics", "Ida Lundgren"}
	finland = place{"Finland", "FI", "Nordics", "Ida Lundgren"}
)

// names are invented companies. Any likeness to a real one is chance.
var names = []struct {
	name string
	place
}{
	{"Officine Meccaniche Valtrompia S.p.A.", italy},
	{"株式会社みなと精機", japan},
	{"Süddeutsche Präzisionstechnik Verwaltungs- und Beteiligungsgesellschaft mbH & Co. KG", germany},
	{"Hansekontor Logistik AG", germany},
	{"Ceramiche Montefiore S.p.A.", italy},
	{"北星ソフトウェア株式会社", japan},
	{"Établissements Roux et Fils SARL", france},
	{"Nordhang Energie Service GmbH", germany},
	{"Molino Terzani S.r.l.", italy},
	{"Ashcombe Water plc", britain},
	{"Cartiere Riva Alta S.p.A.", italy},
	{"Gärtnerei Holzapfel OHG", germany},
	{"Talleres Ibarrola y Sanz S.L.", spain},
	{"Papeteries de la Vaugeline SA", france},
	{"東海メディカル機器株式会社", japan},
	{"Norrfjärd Varv AB", sweden},
	{"Studio Legale Ardenghi e Associati", italy},
	{"Bergmann & Söhne Maschinenbau GmbH", germany},
	{"大和橋物流株式会社", japan},
	{"Vetreria Lagomonte S.r.l.", italy},
	{"Bodegas Peñaclara S.A.", spain},
	{"Kellerwald Kliniken gGmbH", germany},
	{"Harrowdene Housing Trust", britain},
	{"Fjellvik Havbruk AS", norway},
	{"Torrefazione Bellandi S.r.l.", italy},
	{"Conserverie du Val d'Ambreuil SAS", france},
	{"Lindebæk Møbler A/S", denmark},
	{"Clínica Santa Eulària de l'Om S.L.", spain},
	{"Järvenranta Paperi Oy", finland},
	{"株式会社青葉台設計", japan},
	{"Cantieri Navali Portovento S.p.A.", italy},
	{"Oberlausche Feinguss GmbH", germany},
	{"Thornwick & Ravel LLP", britain},
	{"Atelier Mécanique Sauvterre SAS", france},
	{"Transportes Río Alcedo S.A.", spain},
	{"Skogmark Byggservice AB", sweden},
	{"Distilleria Gradoni 1896 S.r.l.", italy},
	{"Wattenberg Rechenzentrum GmbH", germany},
	{"有限会社川瀬染織", japan},
	{"Imprimerie Delacombe SARL", france},
	{"Pennard Marine Surveys Ltd", britain},
	{"Cooperativa Olivarera La Umbría", spain},
	{"Salumificio Castelverdi S.p.A.", italy},
	{"Hallingstad Kraft AS", norway},
	{"Elbmarsch Saatzucht KG", germany},
	{"Pharmacie Centrale Montrevel SELARL", france},
	{"Istituto Tecnico Ferrandi", italy},
	{"Castlemoor Instruments Ltd", britain},
	{"Frigoríficos Valdemora S.A.", spain},
	{"Sønderkær Mejeri A/S", denmark},
}

// nameOf returns the name and place of account i; beyond the list the names
// come round again with the number of a branch.
func nameOf(i int) (string, place) {
	n := names[i%len(names)]
	if round := i / len(names); round > 0 {
		return n.name + " " + strconv.Itoa(round+1), n.place
	}
	return n.name, n.place
}
