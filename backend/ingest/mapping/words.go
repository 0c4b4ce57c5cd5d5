package mapping

import "headroom/backend/ingest/value"

// synonyms are the words that name a field in a header, in English, Italian,
// German, French, Spanish and Japanese. The words of a field that come first
// are the surer ones where two columns of a file name the same field. The name
// "id" stands for the identifier of the row itself, whatever a row is.
var synonyms = []struct {
	field string
	words []string
}{
	{"account", []string{
		"account name", "customer name", "company name", "company", "customer", "account", "client name", "client", "organization name", "organization",
		"organisation", "organisation name", "end customer", "end customer name", "end customer account name", "tenant name", "tenant", "business name", "billing account name",
		"cliente", "nome cliente", "nome societa", "societa", "azienda", "ragione sociale", "nome azienda", "customer / name", "account / name", "cliente / nome", "kunde / name",
		"kunde", "kundenname", "firma", "firmenname", "unternehmen", "mandant", "organisation",
		"nom du client", "client", "societe", "nom de la societe", "entreprise", "raison sociale", "compte", "nom du compte",
		"nombre del cliente", "empresa", "nombre de la empresa", "compania", "razon social", "cuenta", "nombre de la cuenta",
		"会社名", "顧客名", "顧客", "お客様名", "取引先", "取引先名", "アカウント", "アカウント名", "組織名",
	}},
	{"account_id", []string{
		"account id", "customer id", "customer tenant id", "tenant id", "microsoft id", "accountid", "client id", "company id", "organization id", "account number", "customer number",
		"end customer account id", "crm id", "account key", "customer key", "customer / tenant id", "customer / id",
		"id cliente", "codice cliente", "id microsoft", "id tenant", "id account", "numero cliente",
		"kunden id", "kundennummer", "kunden nr", "mandanten id", "microsoft-id", "debitorennummer",
		"id client", "identifiant client", "numero client", "identifiant microsoft", "id du client", "code client",
		"identificador de microsoft", "id de cliente", "codigo de cliente", "numero de cliente", "identificador del cliente",
		"顧客 id", "顧客番号", "顧客コード", "テナント id", "アカウント id", "取引先 id",
	}},
	{"product", []string{
		"product name", "product", "asset name", "offer name", "offer", "plan", "plan name", "plan tier", "friendly name", "license", "licence", "license name", "sku name",
		"subscription name", "subscription", "edition", "software", "item", "item name", "service", "product title", "product display name",
		"prodotto", "nome prodotto", "licenza", "nome licenza", "piano", "sottoscrizione", "articolo", "servizio",
		"produkt", "produktname", "lizenz", "lizenzname", "tarif", "abonnement", "artikel", "dienst",
		"produit", "nom du produit", "licence", "forfait", "abonnement", "article", "offre",
		"producto", "nombre del producto", "licencia", "plan", "suscripcion", "articulo", "servicio",
		"製品", "製品名", "商品", "商品名", "プラン", "ライセンス", "ライセンス名", "サブスクリプション", "サービス",
	}},
	{"sku", []string{
		"sku", "part number", "sku id", "product code", "product id", "part no", "item number", "sku part number", "product part number", "material number",
		"codice prodotto", "codice articolo", "artikelnummer", "produktcode", "teilenummer", "reference produit", "code produit", "codigo de producto", "referencia", "型番", "製品コード", "品番",
	}},
	{"vendor", []string{"vendor", "publisher", "manufacturer", "brand", "fornitore", "produttore", "hersteller", "anbieter", "editeur", "fournisseur", "fabricante", "proveedor", "ベンダー", "メーカー", "発行元"}},
	{"family", []string{"product family", "family", "product line", "famiglia", "linea di prodotto", "produktfamilie", "produktlinie", "famille de produits", "gamme", "familia de productos", "製品ファミリ", "製品ライン"}},
	{"entitlement", []string{
		"entitlement id", "subscription id", "activation id", "license id", "licence id", "asset id", "contract id", "contract number", "entitlement", "order line id", "agreement number", "subscription key",
		"id sottoscrizione", "id licenza", "numero contratto", "id contratto", "abonnement id", "lizenz id", "vertragsnummer", "id d'abonnement", "id abonnement", "numero de contrat",
		"id de suscripcion", "numero de contrato", "id de licencia", "サブスクリプション id", "ライセンス id", "契約番号", "契約 id",
	}},
	{"quantity", []string{
		"quantity", "qty", "seats", "licenses", "licences", "license count", "number of licenses", "total licenses", "seat count", "sold", "licenses sold", "purchased", "units", "user licenses", "entitled quantity",
		"licences / sold", "licenses / sold", "purchased seats", "total seats", "available seats", "licenze / vendute",
		"quantita", "licenze", "numero licenze", "postazioni", "vendute", "posti",
		"menge", "anzahl", "lizenzen", "anzahl lizenzen", "stuckzahl", "verkauft", "platze",
		"quantite", "licences", "nombre de licences", "vendues", "sieges",
		"cantidad", "licencias", "numero de licencias", "vendidas", "puestos",
		"数量", "ライセンス数", "販売数", "契約数", "席数", "シート数",
	}},
	{"assigned", []string{
		"assigned", "licenses assigned", "assigned seats", "assigned licenses", "seats assigned", "deployed", "licenses deployed", "allocated", "consumed units", "licences / assigned", "licenses / assigned",
		"in use", "assegnate", "licenze assegnate", "assegnati", "zugewiesen", "zugewiesene lizenzen", "attribuees", "licences attribuees", "affectees", "asignadas", "licencias asignadas", "割り当て済み", "割当数", "割り当て数",
	}},
	{"start_date", []string{
		"start date", "start", "subscription start date", "begin date", "valid from", "effective date", "effective start date", "contract start", "term start", "term start date", "purchase date", "activation date", "from", "term / start",
		"inizio", "data inizio", "data di inizio", "decorrenza", "valido dal", "data acquisto", "startdatum", "beginn", "vertragsbeginn", "gultig ab", "laufzeitbeginn", "kaufdatum",
		"date de debut", "debut", "date de depart", "valable du", "date d'achat", "fecha de inicio", "inicio", "valido desde", "fecha de compra", "開始日", "契約開始日", "利用開始日", "購入日",
	}},
	{"end_date", []string{
		"end date", "end", "subscription end date", "expiration date", "expiry date", "expires", "expiry", "expires on", "renewal date", "valid to", "valid until", "commitment end date", "contract end", "term end", "term end date",
		"usage end date", "maintenance end date", "expiration", "to", "term / end", "license expiration date",
		"scadenza", "data scadenza", "data di scadenza", "fine", "data fine", "data di fine", "valido fino al", "data rinnovo",
		"enddatum", "ende", "ablauf", "ablaufdatum", "lauft ab", "endet am", "lizenzende", "vertragsende", "gultig bis", "laufzeitende", "verlangerungsdatum",
		"date de fin", "fin", "date d'expiration", "expiration", "echeance", "date d'echeance", "valable jusqu'au", "date de renouvellement",
		"fecha de fin", "fin", "fecha de vencimiento", "vencimiento", "fecha de caducidad", "valido hasta", "fecha de renovacion",
		"終了日", "有効期限", "満了日", "契約終了日", "更新日", "期限",
	}},
	{"status", []string{
		"status", "state", "subscription status", "subscription state", "license status", "account status", "ticket status", "stato", "zustand", "statut", "etat", "estado", "状態", "ステータス",
	}},
	{"auto_renew", []string{
		"auto renew", "auto renewal", "auto renew enabled", "auto renew flag", "is auto renew", "autorenew", "automatic renewal", "rinnovo automatico", "rinnovo", "automatische verlangerung", "autoverlangerung",
		"renouvellement automatique", "renovacion automatica", "自動更新",
	}},
	{"trial", []string{"trial", "is trial", "is trial flag", "prova", "in prova", "test", "testversion", "essai", "prueba", "試用", "トライアル"}},
	{"value", []string{
		"arr", "arr amount", "annual value", "annual recurring revenue", "acv", "contract value", "annual contract value", "annual amount", "yearly value",
		"valore", "valore annuo", "valore contratto", "importo annuo", "jahreswert", "vertragswert", "jahresbetrag", "valeur annuelle", "montant annuel", "valeur du contrat",
		"valor anual", "valor del contrato", "importe anual", "年間金額", "契約金額", "年額",
	}},
	{"currency", []string{"currency", "currency code", "valuta", "divisa", "wahrung", "devise", "moneda", "通貨"}},
	{"partner_id", []string{"partner id", "mpn id", "mpnid", "partner mpn id", "reseller id", "id partner", "id rivenditore", "partner-id", "id partenaire", "id de socio", "パートナー id"}},
	{"country", []string{"country", "country code", "customer country", "market", "customer market", "country region", "paese", "nazione", "land", "pays", "pais", "国", "国名"}},
	{"region", []string{"region", "area", "territory", "regione", "gebiet", "territoire", "territorio", "地域", "リージョン"}},
	{"segment", []string{"segment", "industry", "customer segment", "vertical", "sector", "industry name", "segmento", "settore", "branche", "secteur", "secteur d'activite", "industria", "業種", "業界", "セグメント"}},
	{"owner", []string{"owner", "account owner", "account manager", "csm", "customer success manager", "responsabile", "referente", "kundenbetreuer", "betreuer", "verantwortlich", "responsable", "gestionnaire", "propietario", "担当者", "営業担当"}},
	{"domain", []string{"domain", "primary domain", "primary domain name", "domain name", "email domain", "website", "dominio", "nome di dominio primario", "domane", "primarer domanenname", "domaine", "nom de domaine principal", "nombre de dominio principal", "ドメイン", "プライマリ ドメイン名"}},
	{"parent", []string{"parent account id", "parent id", "parent account", "parent", "id account padre", "ubergeordneter account", "compte parent", "cuenta principal", "親アカウント"}},
	{"date", []string{
		"date", "day", "month", "usage date", "period", "report date", "transaction time", "timestamp", "event date", "event time", "created", "created at", "created date", "opened", "opened at", "open date", "submitted at", "submitted", "date opened", "reported on",
		"data", "giorno", "mese", "periodo", "data apertura", "aperto il", "datum", "tag", "monat", "zeitraum", "erstellt", "erstellt am", "geoffnet am", "jour", "mois", "periode", "date d'ouverture", "cree le",
		"fecha", "dia", "mes", "periodo", "fecha de apertura", "creado", "日付", "日", "月", "期間", "作成日", "受付日", "起票日",
	}},
	{"workload", []string{"workload", "workload name", "service name", "carico di lavoro", "dienstname", "charge de travail", "carga de trabajo", "ワークロード"}},
	{"feature", []string{"feature", "feature name", "module", "module name", "function", "funzione", "funzionalita", "modulo", "funktion", "modul", "fonctionnalite", "fonction", "caracteristica", "funcion", "機能", "機能名", "モジュール"}},
	{"meter", []string{"meter", "meter name", "metric", "metric name", "unit of measure", "contatore", "metrica", "zahler", "messgrosse", "compteur", "metrique", "medidor", "メーター", "指標"}},
	{"active", []string{
		"active users", "monthly active users", "daily active users", "active", "mau", "users active", "active seats", "licenses active", "utenti attivi", "aktive benutzer", "aktive nutzer", "utilisateurs actifs", "usuarios activos", "アクティブ ユーザー", "アクティブユーザー数", "利用者数",
	}},
	{"total", []string{"total users", "enabled users", "users", "paid available units", "licensed users", "utenti totali", "utenti", "benutzer gesamt", "nutzer", "utilisateurs", "usuarios totales", "usuarios", "総ユーザー数", "ユーザー数"}},
	{"used", []string{
		"used", "usage", "usage count", "consumed", "consumption", "used quantity", "usage quantity", "count", "actual use", "checkouts", "consumo", "utilizzo", "usato", "utilizzate", "verbrauch", "nutzung", "genutzt", "verbraucht",
		"consommation", "utilisation", "utilise", "uso", "usado", "consumido", "使用量", "利用量", "使用数", "利用回数",
	}},
	{"entitled", []string{"entitled", "entitlement quantity", "limit", "included", "allowance", "diritto", "limite", "incluso", "inklusive", "kontingent", "inclus", "quota", "incluido", "上限", "利用枠"}},
	{"category", []string{"category", "type", "ticket type", "request type", "case type", "issue type", "categoria", "tipo", "kategorie", "art", "typ", "categorie", "type de demande", "カテゴリ", "カテゴリー", "種別", "種類"}},
	{"request", []string{
		"ticket id", "case number", "case id", "request id", "ticket number", "ticket", "issue key", "incident number", "support id", "ticket no",
		"numero ticket", "id ticket", "numero richiesta", "ticketnummer", "fallnummer", "vorgangsnummer", "numero de ticket", "numero de dossier", "id de ticket", "numero de caso", "チケット番号", "チケット id", "問い合わせ番号", "案件番号",
	}},
	{"title", []string{"subject", "title", "summary", "ticket subject", "oggetto", "titolo", "betreff", "titel", "zusammenfassung", "objet", "sujet", "titre", "asunto", "titulo", "resumen", "件名", "タイトル", "題名"}},
	{"severity", []string{"severity", "priority", "urgency", "gravita", "priorita", "schweregrad", "prioritat", "dringlichkeit", "gravite", "priorite", "urgence", "gravedad", "prioridad", "urgencia", "重大度", "優先度", "緊急度"}},
	{"closed_date", []string{"closed at", "closed", "close date", "closed date", "resolved", "resolved at", "solved at", "date closed", "chiuso", "chiuso il", "data chiusura", "geschlossen", "geschlossen am", "gelost am", "ferme le", "date de cloture", "resolu le", "cerrado", "fecha de cierre", "完了日", "クローズ日", "解決日"}},
	{"first_response", []string{"first response time minutes", "first reply time in minutes", "first response minutes", "first response time (minutes)", "first response min"}},
	{"resolution", []string{"resolution time minutes", "full resolution time in minutes", "resolution minutes", "resolution time (minutes)"}},
	{"resolution_hours", []string{"resolution time hours", "resolution hours", "resolution time (hours)", "hours to resolve"}},
	{"satisfaction", []string{"satisfaction score", "satisfaction", "csat", "csat score", "satisfaction rating", "soddisfazione", "zufriedenheit", "satisfaction client", "satisfaccion", "満足度"}},
	{"term", []string{"term", "term duration", "contract term", "subscription term", "durata", "laufzeit", "duree", "plazo", "duracion", "契約期間"}},
	{"billing", []string{"billing frequency", "billing cycle", "billing", "billing plan", "frequenza di fatturazione", "fatturazione", "abrechnungszyklus", "abrechnung", "frequence de facturation", "facturation", "frecuencia de facturacion", "facturacion", "請求頻度", "請求サイクル"}},
	{"cancel_until", []string{"cancellation deadline", "cancellation allowed until", "cancellation allowed until date", "cancel until", "notice date", "disdetta entro", "kundbar bis", "kundigungsfrist", "resiliable jusqu'au", "cancelable hasta", "解約期限"}},
	{"person", []string{"user", "user name", "username", "user id", "person", "consumer id", "user principal name", "utente", "nome utente", "benutzer", "benutzername", "utilisateur", "usuario", "ユーザー", "ユーザー名", "利用者"}},
}

// word is one meaning of a header.
type word struct {
	field string
	rank  int // among the words of the field; the first are surer
}

// meanings are the fields each folded header may name.
var meanings = func() map[string][]word {
	m := map[string][]word{}
	for _, s := range synonyms {
		for rank, w := range s.words {
			k := value.Key(w)
			if !names(m[k], s.field) {
				m[k] = append(m[k], word{s.field, rank})
			}
		}
	}
	return m
}()

func names(words []word, field string) bool {
	for _, w := range words {
		if w.field == field {
			return true
		}
	}
	return false
}

// decorations are what headers add to the word that names their field.
var decorations = []string{"flag", "name", "count", "number", "field", "value", "c", "usd", "eur", "gbp", "jpy"}

// prefixes are what headers put before the word that names their field.
var prefixes = []string{"customer", "account", "subscription", "license", "licence", "ticket", "total", "current", "contract", "is", "the"}

// means returns the fields a header may name, and whether it names them by a
// known word, rather than by a word with something around it.
func means(header string) (found []word, exactly bool) {
	k := value.Key(header)
	if found = meanings[k]; found != nil {
		return found, true
	}
	for _, d := range decorations {
		if rest, ok := cutSuffix(k, d); ok && meanings[rest] != nil {
			return meanings[rest], false
		}
	}
	for _, p := range prefixes {
		if rest, ok := cutPrefix(k, p); ok && meanings[rest] != nil {
			return meanings[rest], false
		}
	}
	return nil, false
}

func cutSuffix(s, suffix string) (string, bool) {
	if len(s) <= len(suffix)+2 || s[len(s)-len(suffix):] != suffix {
		return "", false
	}
	return s[:len(s)-len(suffix)], true
}

func cutPrefix(s, prefix string) (string, bool) {
	if len(s) <= len(prefix)+2 || s[:len(prefix)] != prefix {
		return "", false
	}
	return s[len(prefix):], true
}

// currencyIn returns the ISO 4217 code that a header names, as in "Value (EUR)"
// or "amount_usd".
func currencyIn(header string) string {
	k := value.Key(header)
	for _, code := range []string{"eur", "usd", "gbp", "jpy", "chf"} {
		if len(k) > 3 && k[len(k)-3:] == code {
			return map[string]string{"eur": "EUR", "usd": "USD", "gbp": "GBP", "jpy": "JPY", "chf": "CHF"}[code]
		}
	}
	return ""
}
