package value

import "headroom/backend/portfolio"

// wordSet and the tables below are keyed by Key of the words, in English,
// Italian, German, French, Spanish and Japanese.
type wordSet map[string]bool

func setOf(words ...string) wordSet {
	set := make(wordSet, len(words))
	for _, w := range words {
		set[Key(w)] = true
	}
	return set
}

func (s wordSet) has(b []byte) bool {
	var buf [3 * longWord]byte
	k := word(&buf, b)
	return len(k) > 0 && s[string(k)]
}

var nulls = setOf("null", "none", "nil", "n/a", "n/d", "n.d.", "n.a.", "nan", "(null)", "<null>", "#N/A", "-NA-", "not available",
	"information not available", "not offered", "unspecified", "never logged in", "nicht verfügbar", "keine", "k.A.", "aucun", "aucune", "non disponible",
	"ninguno", "ninguna", "no disponible", "nessuno", "nessuna", "なし", "該当なし", "未設定")

// IsNull reports whether b holds nothing: no text, only dashes, or a word for
// nothing such as "N/A". A bare "NA" is text, since it is also Namibia.
func IsNull(b []byte) bool {
	b = Trim(b)
	if len(b) == 0 {
		return true
	}
	switch b[0] {
	case '-', '.', '?', '#', '(', '<', 0xe2, 'N', 'n', 'I', 'i', 'U', 'u', 'K', 'k', 'A', 'a', 0xe3, 0xe8, 0xe6:
	default:
		return false
	}
	if onlyDashes(b) {
		return true
	}
	return len(b) > 2 && nulls.has(b)
}

// isNA reports a bare "NA", which is nothing wherever it cannot be Namibia.
func isNA(b []byte) bool {
	return len(b) == 2 && (b[0] == 'N' || b[0] == 'n') && (b[1] == 'A' || b[1] == 'a')
}

func onlyDashes(b []byte) bool {
	for _, r := range string(b) {
		switch r {
		case '-', '–', '—', '.', '?':
		default:
			return false
		}
	}
	return true
}

var totals = setOf("total", "totals", "grand total", "sub total", "subtotals", "sum", "overall", "totale", "totali", "totale generale",
	"totale complessivo", "subtotale", "somma", "gesamt", "gesamtsumme", "summe", "insgesamt", "zwischensumme", "gesamtergebnis", "total général",
	"totaux", "sous-total", "somme", "total general", "totales", "suma", "suma total", "合計", "総計", "小計", "総合計", "計")

// IsTotals reports whether b labels a row of totals. Only the whole cell
// counts: an account may well be called Total Something.
func IsTotals(b []byte) bool {
	b = Trim(b)
	if len(b) == 0 || b[0] >= '0' && b[0] <= '9' {
		return false
	}
	return totals.has(b)
}

var never = setOf("permanent", "permanent(no expiration date)", "perpetual", "perpetual license", "never", "never expires", "no expiration",
	"no expiry", "no end", "no end date", "endless", "unlimited", "indefinite", "lifetime", "9999", "perpetuo", "perpetua", "permanente", "illimitato",
	"illimitata", "senza scadenza", "nessuna scadenza", "mai", "unbefristet", "unbegrenzt", "dauerhaft", "nie", "perpétuel", "perpétuelle",
	"permanente", "illimité", "illimitée", "sans échéance", "jamais", "indefinido", "indefinida", "ilimitado", "ilimitada", "sin vencimiento", "nunca",
	"無期限", "永久", "永続", "無制限")

var yes = setOf("yes", "y", "true", "t", "1", "x", "on", "sì", "si", "s", "vero", "ja", "j", "wahr", "oui", "o", "vrai", "sí", "verdadero",
	"はい", "真", "有", "あり")

var no = setOf("no", "n", "false", "f", "0", "off", "falso", "nein", "falsch", "non", "faux", "いいえ", "偽", "無")

// Bool reads a yes or no in six languages.
func Bool(b []byte) (portfolio.Bool, Result) {
	b = Trim(b)
	if len(b) == 1 {
		switch b[0] {
		case '1':
			return portfolio.Yes, OK
		case '0':
			return portfolio.No, OK
		}
	}
	switch string(b) {
	case "○", "〇", "✓", "✔":
		return portfolio.Yes, OK
	case "×", "✗", "✘":
		return portfolio.No, OK
	}
	switch {
	case yes.has(b):
		return portfolio.Yes, OK
	case no.has(b) || string(b) == "なし":
		return portfolio.No, OK
	case IsNull(b) || isNA(b):
		return portfolio.NoBool, Absent
	}
	return portfolio.NoBool, Bad
}

var statuses = func() map[string]portfolio.Status {
	words := map[portfolio.Status][]string{
		portfolio.Active: {
			"active", "deployed", "enabled", "valid", "current", "open", "in use", "live", "renewed", "attivo", "attiva",
			"in corso", "in vigore", "valido", "valida", "aktiv", "laufend", "gültig", "aktiviert", "actif", "activée", "activé", "en cours", "en vigueur", "valide",
			"activo", "activa", "vigente", "en vigor", "habilitado", "有効", "アクティブ", "稼働中", "使用中", "利用中", "契約中",
		},
		portfolio.TrialStatus: {
			"trial", "in trial", "on trial", "trialing", "free trial", "evaluation", "eval", "demo", "test", "prova", "in prova",
			"periodo di prova", "valutazione", "testversion", "testphase", "im test", "probezeit", "probe", "evaluierung", "essai", "en essai", "version d'essai",
			"période d'essai", "évaluation", "prueba", "en prueba", "a prueba", "período de prueba", "versión de prueba", "evaluación", "試用", "試用版", "試用中", "試用期間",
			"トライアル", "お試し", "体験版", "評価版", "評価",
		},
		portfolio.Grace: {
			"grace", "in grace", "grace period", "in grace period", "graced", "warning", "periodo di grazia", "in periodo di grazia",
			"in grazia", "in periodo di tolleranza", "tolleranza", "in tolleranza", "periodo di tolleranza", "nachfrist", "in nachfrist", "kulanz", "in kulanz", "kulanzfrist", "kulanzzeitraum",
			"karenzzeit", "toleranzperiode", "aktivierungsfrist", "période de grâce", "en période de grâce", "délai de grâce", "en grâce", "sursis",
			"período de gracia", "en período de gracia", "en gracia", "猶予", "猶予期間", "猶予期間中",
		},
		portfolio.Suspended: {
			"suspended", "on hold", "hold", "paused", "locked out", "sospeso", "sospesa", "in pausa", "gesperrt", "ausgesetzt",
			"angehalten", "pausiert", "suspendiert", "suspendu", "suspendue", "en pause", "suspendido", "suspendida", "en pausa", "停止", "停止中", "一時停止",
			"一時停止中", "利用停止", "休止", "休止中",
		},
		portfolio.Disabled: {
			"disabled", "inactive", "deactivated", "blocked", "disattivato", "disattivata", "disabilitato", "disabilitata", "inattivo",
			"inattiva", "non attivo", "deaktiviert", "inaktiv", "nicht aktiv", "désactivé", "désactivée", "inactif", "deshabilitado", "deshabilitada",
			"desactivado", "desactivada", "inactivo", "inactiva", "無効", "非アクティブ", "無効化",
		},
		portfolio.Deprovisioned: {
			"deprovisioned", "deprovisioning", "deleted", "removed", "eliminato", "eliminata", "rimosso", "gelöscht", "entfernt",
			"supprimé", "supprimée", "eliminado", "eliminada", "borrado", "削除", "削除済み", "削除済", "プロビジョニング解除",
		},
		portfolio.Cancelled: {
			"cancelled", "canceled", "churned", "terminated", "revoked", "annullato", "annullata", "cancellato", "cancellata",
			"disdetto", "disdetta", "revocato", "gekündigt", "storniert", "widerrufen", "aufgekündigt", "résilié", "résiliée", "annulé", "annulée", "révoqué",
			"cancelado", "cancelada", "anulado", "anulada", "rescindido", "rescindida", "dado de baja", "de baja", "解約", "解約済み", "解約済", "キャンセル", "キャンセル済み",
			"取消", "取り消し", "取消済み",
		},
		portfolio.Upgraded: {
			"upgraded", "superseded", "replaced", "converted", "sostituito", "sostituita", "ersetzt", "hochgestuft", "aktualisiert",
			"remplacé", "remplacée", "mis à niveau", "reemplazado", "sustituido", "actualizado", "aggiornato", "アップグレード", "アップグレード済み", "置換済み",
		},
		portfolio.Pending: {
			"pending", "draft", "ordered", "planned", "future", "not started", "in attesa", "in sospeso", "bozza", "ordinato", "ausstehend",
			"entwurf", "wartend", "bestellt", "geplant", "en attente", "brouillon", "commandé", "prévu", "pendiente", "borrador", "pedido", "previsto", "保留",
			"保留中", "処理中", "下書き", "申込中", "未開始",
		},
		portfolio.Ended: {
			"ended", "expired", "closed", "obsolete", "finished", "lapsed", "scaduto", "scaduta", "terminato", "terminata", "concluso",
			"chiuso", "cessato", "cessata", "abgelaufen", "beendet", "geschlossen", "ausgelaufen", "expiré", "expirée", "échu", "terminé", "terminée", "clos",
			"vencido", "vencida", "caducado", "caducada", "expirado", "expirada", "finalizado", "finalizada", "terminado", "期限切れ", "終了", "満了", "失効",
		},
	}
	table := make(map[string]portfolio.Status)
	for status, list := range words {
		for _, w := range list {
			table[Key(w)] = status
		}
	}
	return table
}()

// Status reads the state of an entitlement in six languages. A word that is
// not in the table gives Unknown and Bad.
func Status(b []byte) (portfolio.Status, Result) {
	b = Trim(b)
	var buf [3 * longWord]byte
	if s, ok := statuses[string(word(&buf, b))]; ok {
		return s, OK
	}
	if IsNull(b) {
		return portfolio.Unknown, Absent
	}
	return portfolio.Unknown, Bad
}
