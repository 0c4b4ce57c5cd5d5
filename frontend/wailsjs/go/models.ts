export namespace bridge {
	
	export class Fault {
	    code: string;
	    message: string;
	    file?: string;
	    row?: number;
	    column?: string;
	    field?: string;
	    hint?: string;
	
	    static createFrom(source: any = {}) {
	        return new Fault(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.message = source["message"];
	        this.file = source["file"];
	        this.row = source["row"];
	        this.column = source["column"];
	        this.field = source["field"];
	        this.hint = source["hint"];
	    }
	}
	export class Problem {
	    row: number;
	    column: string;
	    code: string;
	    message: string;
	    value: string;
	    note: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Problem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = source["row"];
	        this.column = source["column"];
	        this.code = source["code"];
	        this.message = source["message"];
	        this.value = source["value"];
	        this.note = source["note"];
	    }
	}
	export class ImportRow {
	    id: number;
	    file: string;
	    sha256: string;
	    profile: string;
	    title: string;
	    dataset: string;
	    class: string;
	    asOf: string;
	    state: string;
	    rows: number;
	    added: number;
	    changed: number;
	    unchanged: number;
	    skipped: number;
	    rejected: number;
	    notes: string[];
	    problems: Problem[];
	    error?: Fault;
	    importedAt: string;
	    seconds: number;
	    path: string;
	    member: string;
	    version: number;
	
	    static createFrom(source: any = {}) {
	        return new ImportRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.file = source["file"];
	        this.sha256 = source["sha256"];
	        this.profile = source["profile"];
	        this.title = source["title"];
	        this.dataset = source["dataset"];
	        this.class = source["class"];
	        this.asOf = source["asOf"];
	        this.state = source["state"];
	        this.rows = source["rows"];
	        this.added = source["added"];
	        this.changed = source["changed"];
	        this.unchanged = source["unchanged"];
	        this.skipped = source["skipped"];
	        this.rejected = source["rejected"];
	        this.notes = source["notes"];
	        this.problems = this.convertValues(source["problems"], Problem);
	        this.error = this.convertValues(source["error"], Fault);
	        this.importedAt = source["importedAt"];
	        this.seconds = source["seconds"];
	        this.path = source["path"];
	        this.member = source["member"];
	        this.version = source["version"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Checked {
	    row: ImportRow;
	    review?: ingest.Review;
	
	    static createFrom(source: any = {}) {
	        return new Checked(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], ImportRow);
	        this.review = this.convertValues(source["review"], ingest.Review);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Decision {
	    id: number;
	    kind: string;
	    fromKey: string;
	    from: string;
	    intoKey: string;
	    into: string;
	    state: string;
	    decidedAt: string;
	
	    static createFrom(source: any = {}) {
	        return new Decision(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.kind = source["kind"];
	        this.fromKey = source["fromKey"];
	        this.from = source["from"];
	        this.intoKey = source["intoKey"];
	        this.into = source["into"];
	        this.state = source["state"];
	        this.decidedAt = source["decidedAt"];
	    }
	}
	
	export class FileEntry {
	    path: string;
	    member: string;
	    name: string;
	    size: number;
	
	    static createFrom(source: any = {}) {
	        return new FileEntry(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.member = source["member"];
	        this.name = source["name"];
	        this.size = source["size"];
	    }
	}
	export class FoundFile {
	    path: string;
	    name: string;
	    size: number;
	    modified: string;
	    firstSeen: string;
	
	    static createFrom(source: any = {}) {
	        return new FoundFile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.name = source["name"];
	        this.size = source["size"];
	        this.modified = source["modified"];
	        this.firstSeen = source["firstSeen"];
	    }
	}
	
	export class Mended {
	    line: number;
	    cells: string[];
	
	    static createFrom(source: any = {}) {
	        return new Mended(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.cells = source["cells"];
	    }
	}
	
	export class Said {
	    profile: string;
	    mapping?: ingest.Mapping;
	    account: string;
	    asOf: string;
	    currency: string;
	    partner: string;
	    habits: Record<string, ingest.Habit>;
	    reading: ingest.Reading;
	    partial: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Said(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.profile = source["profile"];
	        this.mapping = this.convertValues(source["mapping"], ingest.Mapping);
	        this.account = source["account"];
	        this.asOf = source["asOf"];
	        this.currency = source["currency"];
	        this.partner = source["partner"];
	        this.habits = this.convertValues(source["habits"], ingest.Habit, true);
	        this.reading = this.convertValues(source["reading"], ingest.Reading);
	        this.partial = source["partial"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Staleness {
	    source: string;
	    dataset: string;
	    asOf: string;
	    every: number;
	    late: number;
	    gap: string;
	    importedAt: string;
	
	    static createFrom(source: any = {}) {
	        return new Staleness(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.source = source["source"];
	        this.dataset = source["dataset"];
	        this.asOf = source["asOf"];
	        this.every = source["every"];
	        this.late = source["late"];
	        this.gap = source["gap"];
	        this.importedAt = source["importedAt"];
	    }
	}
	export class Status {
	    empty: boolean;
	    demo: boolean;
	    readOnly: string;
	    store: string;
	    version: string;
	    today: string;
	    inboxOpen: number;
	    lastUpdated: string;
	    clockWasWrong: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Status(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.empty = source["empty"];
	        this.demo = source["demo"];
	        this.readOnly = source["readOnly"];
	        this.store = source["store"];
	        this.version = source["version"];
	        this.today = source["today"];
	        this.inboxOpen = source["inboxOpen"];
	        this.lastUpdated = source["lastUpdated"];
	        this.clockWasWrong = source["clockWasWrong"];
	    }
	}
	export class Suggestion {
	    kind: string;
	    fromKey: string;
	    from: string;
	    intoKey: string;
	    into: string;
	    reason: string;
	
	    static createFrom(source: any = {}) {
	        return new Suggestion(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.fromKey = source["fromKey"];
	        this.from = source["from"];
	        this.intoKey = source["intoKey"];
	        this.into = source["into"];
	        this.reason = source["reason"];
	    }
	}
	export class Tested {
	    channel: string;
	    shown: boolean;
	    error: string;
	
	    static createFrom(source: any = {}) {
	        return new Tested(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.channel = source["channel"];
	        this.shown = source["shown"];
	        this.error = source["error"];
	    }
	}
	export class View {
	    asOf: string;
	    knownAt?: number;
	    scope: string;
	    dark: boolean;
	    lang: string;
	
	    static createFrom(source: any = {}) {
	        return new View(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.asOf = source["asOf"];
	        this.knownAt = source["knownAt"];
	        this.scope = source["scope"];
	        this.dark = source["dark"];
	        this.lang = source["lang"];
	    }
	}
	export class Watched {
	    accounts: string[];
	    entitlements: string[];
	    products: string[];
	    segments: string[];
	
	    static createFrom(source: any = {}) {
	        return new Watched(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.accounts = source["accounts"];
	        this.entitlements = source["entitlements"];
	        this.products = source["products"];
	        this.segments = source["segments"];
	    }
	}
	export class WatchedFolder {
	    path: string;
	    missing: boolean;
	
	    static createFrom(source: any = {}) {
	        return new WatchedFolder(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.missing = source["missing"];
	    }
	}

}

export namespace fault {
	
	export class Error {
	    code: string;
	    message: string;
	    file?: string;
	    row?: number;
	    column?: string;
	    field?: string;
	    hint?: string;
	
	    static createFrom(source: any = {}) {
	        return new Error(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.message = source["message"];
	        this.file = source["file"];
	        this.row = source["row"];
	        this.column = source["column"];
	        this.field = source["field"];
	        this.hint = source["hint"];
	    }
	}

}

export namespace ingest {
	
	export class Ask {
	    name: string;
	    column?: string;
	    reason: string;
	    choices: string[];
	    samples: string[];
	
	    static createFrom(source: any = {}) {
	        return new Ask(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.column = source["column"];
	        this.reason = source["reason"];
	        this.choices = source["choices"];
	        this.samples = source["samples"];
	    }
	}
	export class Candidate {
	    id: string;
	    title: string;
	    score: number;
	    unknown: string[];
	    missing: string;
	
	    static createFrom(source: any = {}) {
	        return new Candidate(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.title = source["title"];
	        this.score = source["score"];
	        this.unknown = source["unknown"];
	        this.missing = source["missing"];
	    }
	}
	export class Column {
	    name: string;
	    samples: string[];
	    shape: string;
	    becomes: string;
	    reason: string;
	    detail: string;
	    confidence: string;
	
	    static createFrom(source: any = {}) {
	        return new Column(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.samples = source["samples"];
	        this.shape = source["shape"];
	        this.becomes = source["becomes"];
	        this.reason = source["reason"];
	        this.detail = source["detail"];
	        this.confidence = source["confidence"];
	    }
	}
	export class Drift {
	    was: string;
	    column: string;
	    field: string;
	    evidence: string;
	    confidence: string;
	
	    static createFrom(source: any = {}) {
	        return new Drift(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.was = source["was"];
	        this.column = source["column"];
	        this.field = source["field"];
	        this.evidence = source["evidence"];
	        this.confidence = source["confidence"];
	    }
	}
	export class Guess {
	    name: string;
	    column?: string;
	    value: string;
	    reason: string;
	    confidence: string;
	    choices: string[];
	
	    static createFrom(source: any = {}) {
	        return new Guess(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.column = source["column"];
	        this.value = source["value"];
	        this.reason = source["reason"];
	        this.confidence = source["confidence"];
	        this.choices = source["choices"];
	    }
	}
	export class Habit {
	    date_order?: string;
	    decimal?: string;
	
	    static createFrom(source: any = {}) {
	        return new Habit(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.date_order = source["date_order"];
	        this.decimal = source["decimal"];
	    }
	}
	export class Move {
	    kind: string;
	    key: string;
	    account_key: string;
	    account: string;
	    product: string;
	    field: string;
	    before: string;
	    after: string;
	    money?: number;
	    currency: string;
	    end: string;
	    days?: number;
	    file: string;
	    line: number;
	
	    static createFrom(source: any = {}) {
	        return new Move(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.key = source["key"];
	        this.account_key = source["account_key"];
	        this.account = source["account"];
	        this.product = source["product"];
	        this.field = source["field"];
	        this.before = source["before"];
	        this.after = source["after"];
	        this.money = source["money"];
	        this.currency = source["currency"];
	        this.end = source["end"];
	        this.days = source["days"];
	        this.file = source["file"];
	        this.line = source["line"];
	    }
	}
	export class Total {
	    metric: string;
	    unit: string;
	    before?: number;
	    after?: number;
	
	    static createFrom(source: any = {}) {
	        return new Total(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.metric = source["metric"];
	        this.unit = source["unit"];
	        this.before = source["before"];
	        this.after = source["after"];
	    }
	}
	export class Review {
	    totals: Total[];
	    warn: string[];
	    moves: Move[];
	    counts: Record<string, number>;
	    missing: number;
	
	    static createFrom(source: any = {}) {
	        return new Review(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.totals = this.convertValues(source["totals"], Total);
	        this.warn = source["warn"];
	        this.moves = this.convertValues(source["moves"], Move);
	        this.counts = source["counts"];
	        this.missing = source["missing"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Problem {
	    row: number;
	    column: string;
	    code: string;
	    message: string;
	    value?: string;
	    note?: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Problem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = source["row"];
	        this.column = source["column"];
	        this.code = source["code"];
	        this.message = source["message"];
	        this.value = source["value"];
	        this.note = source["note"];
	    }
	}
	export class Result {
	    id: number;
	    file: string;
	    sha256: string;
	    profile: string;
	    source: string;
	    dataset: string;
	    class: string;
	    as_of: string;
	    state: string;
	    rows: number;
	    added: number;
	    changed: number;
	    unchanged: number;
	    skipped: number;
	    rejected: number;
	    notes: string[];
	    problems: Problem[];
	    error?: fault.Error;
	    imported_at?: string;
	    seconds: number;
	    profile_version?: number;
	    review?: Review;
	
	    static createFrom(source: any = {}) {
	        return new Result(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.file = source["file"];
	        this.sha256 = source["sha256"];
	        this.profile = source["profile"];
	        this.source = source["source"];
	        this.dataset = source["dataset"];
	        this.class = source["class"];
	        this.as_of = source["as_of"];
	        this.state = source["state"];
	        this.rows = source["rows"];
	        this.added = source["added"];
	        this.changed = source["changed"];
	        this.unchanged = source["unchanged"];
	        this.skipped = source["skipped"];
	        this.rejected = source["rejected"];
	        this.notes = source["notes"];
	        this.problems = this.convertValues(source["problems"], Problem);
	        this.error = this.convertValues(source["error"], fault.Error);
	        this.imported_at = source["imported_at"];
	        this.seconds = source["seconds"];
	        this.profile_version = source["profile_version"];
	        this.review = this.convertValues(source["review"], Review);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class KeyTest {
	    fields: string[];
	    rows: number;
	    collisions: number;
	    examples: string[][];
	    wider: string[];
	
	    static createFrom(source: any = {}) {
	        return new KeyTest(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.fields = source["fields"];
	        this.rows = source["rows"];
	        this.collisions = source["collisions"];
	        this.examples = source["examples"];
	        this.wider = source["wider"];
	    }
	}
	export class Reading {
	    encoding?: string;
	    delimiter?: string;
	    sheet?: string;
	    header?: number;
	    keep_end?: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Reading(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.encoding = source["encoding"];
	        this.delimiter = source["delimiter"];
	        this.sheet = source["sheet"];
	        this.header = source["header"];
	        this.keep_end = source["keep_end"];
	    }
	}
	export class Memory {
	    id: number;
	    signature: string;
	    name: string;
	    folder: string;
	    header: string[];
	    shapes: string[];
	    samples: Record<string, Array<string>>;
	    profile: string;
	    mapping?: Mapping;
	    reading: Reading;
	    habits: Record<string, Habit>;
	    account: string;
	    currency: string;
	    partner: string;
	    trusted: boolean;
	    used_at: string;
	    uses: number;
	
	    static createFrom(source: any = {}) {
	        return new Memory(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.signature = source["signature"];
	        this.name = source["name"];
	        this.folder = source["folder"];
	        this.header = source["header"];
	        this.shapes = source["shapes"];
	        this.samples = source["samples"];
	        this.profile = source["profile"];
	        this.mapping = this.convertValues(source["mapping"], Mapping);
	        this.reading = this.convertValues(source["reading"], Reading);
	        this.habits = this.convertValues(source["habits"], Habit, true);
	        this.account = source["account"];
	        this.currency = source["currency"];
	        this.partner = source["partner"];
	        this.trusted = source["trusted"];
	        this.used_at = source["used_at"];
	        this.uses = source["uses"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Mapping {
	    dataset: string;
	    class: string;
	    columns: Record<string, string>;
	    key: string[];
	    date_order: string;
	    decimal: string;
	    end: string;
	    source: string;
	    constants: Record<string, string>;
	    habits?: Record<string, Habit>;
	    custom?: string[];
	
	    static createFrom(source: any = {}) {
	        return new Mapping(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.dataset = source["dataset"];
	        this.class = source["class"];
	        this.columns = source["columns"];
	        this.key = source["key"];
	        this.date_order = source["date_order"];
	        this.decimal = source["decimal"];
	        this.end = source["end"];
	        this.source = source["source"];
	        this.constants = source["constants"];
	        this.habits = this.convertValues(source["habits"], Habit, true);
	        this.custom = source["custom"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Inspection {
	    path: string;
	    file: string;
	    size: number;
	    guesses: Guess[];
	    header: string[];
	    columns: Column[];
	    lines: number[];
	    preview: string[][];
	    profiles: Candidate[];
	    profile: string;
	    title: string;
	    dataset: string;
	    class: string;
	    row: string;
	    as_of: string;
	    mapping?: Mapping;
	    memory?: Memory;
	    drift: Drift[];
	    keys: KeyTest[];
	    asks: Ask[];
	    known?: Result;
	    advice: string[];
	
	    static createFrom(source: any = {}) {
	        return new Inspection(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.file = source["file"];
	        this.size = source["size"];
	        this.guesses = this.convertValues(source["guesses"], Guess);
	        this.header = source["header"];
	        this.columns = this.convertValues(source["columns"], Column);
	        this.lines = source["lines"];
	        this.preview = source["preview"];
	        this.profiles = this.convertValues(source["profiles"], Candidate);
	        this.profile = source["profile"];
	        this.title = source["title"];
	        this.dataset = source["dataset"];
	        this.class = source["class"];
	        this.row = source["row"];
	        this.as_of = source["as_of"];
	        this.mapping = this.convertValues(source["mapping"], Mapping);
	        this.memory = this.convertValues(source["memory"], Memory);
	        this.drift = this.convertValues(source["drift"], Drift);
	        this.keys = this.convertValues(source["keys"], KeyTest);
	        this.asks = this.convertValues(source["asks"], Ask);
	        this.known = this.convertValues(source["known"], Result);
	        this.advice = source["advice"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	
	
	
	export class Rejected {
	    line: number;
	    cells: string[];
	    column: string;
	    code: string;
	    message: string;
	    fixed_by: number;
	
	    static createFrom(source: any = {}) {
	        return new Rejected(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.cells = source["cells"];
	        this.column = source["column"];
	        this.code = source["code"];
	        this.message = source["message"];
	        this.fixed_by = source["fixed_by"];
	    }
	}
	export class Quarantine {
	    import: number;
	    file: string;
	    header: string[];
	    rows: Rejected[];
	    total: number;
	
	    static createFrom(source: any = {}) {
	        return new Quarantine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.import = source["import"];
	        this.file = source["file"];
	        this.header = source["header"];
	        this.rows = this.convertValues(source["rows"], Rejected);
	        this.total = source["total"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	
	

}

export namespace report {
	
	export class Kept {
	    name: string;
	    version: string;
	
	    static createFrom(source: any = {}) {
	        return new Kept(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.version = source["version"];
	    }
	}

}

