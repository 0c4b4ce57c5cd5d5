export namespace bridge {
	
	export class InboxItem {
	    id: number;
	    rule: number;
	    ruleName: string;
	    template: string;
	    instance: string;
	    episode: number;
	    title: string;
	    body: string;
	    reason: string;
	    value?: number;
	    state: string;
	    snoozedTo: string;
	    resolution: string;
	    accountKey: string;
	    account: string;
	    product: string;
	    end: string;
	    days?: number;
	    createdAt: string;
	    delivered: string[];
	
	    static createFrom(source: any = {}) {
	        return new InboxItem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.rule = source["rule"];
	        this.ruleName = source["ruleName"];
	        this.template = source["template"];
	        this.instance = source["instance"];
	        this.episode = source["episode"];
	        this.title = source["title"];
	        this.body = source["body"];
	        this.reason = source["reason"];
	        this.value = source["value"];
	        this.state = source["state"];
	        this.snoozedTo = source["snoozedTo"];
	        this.resolution = source["resolution"];
	        this.accountKey = source["accountKey"];
	        this.account = source["account"];
	        this.product = source["product"];
	        this.end = source["end"];
	        this.days = source["days"];
	        this.createdAt = source["createdAt"];
	        this.delivered = source["delivered"];
	    }
	}
	export class Unused {
	    kind: string;
	    name: string;
	    total?: number;
	    lastUse: string;
	
	    static createFrom(source: any = {}) {
	        return new Unused(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.name = source["name"];
	        this.total = source["total"];
	        this.lastUse = source["lastUse"];
	    }
	}
	export class Chart {
	    option: string;
	    text: string;
	    empty: string;
	    columns: string[];
	    rows: any[][];
	    links: string[];
	
	    static createFrom(source: any = {}) {
	        return new Chart(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.option = source["option"];
	        this.text = source["text"];
	        this.empty = source["empty"];
	        this.columns = source["columns"];
	        this.rows = source["rows"];
	        this.links = source["links"];
	    }
	}
	export class Line {
	    key: string;
	    product: string;
	    sku: string;
	    source: string;
	    status: string;
	    statusRaw: string;
	    counts: boolean;
	    trial: boolean;
	    quantity?: number;
	    assigned?: number;
	    start: string;
	    end: string;
	    days?: number;
	    autoRenew?: boolean;
	    file: string;
	    fileLine: number;
	    import: number;
	    watched: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Line(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.product = source["product"];
	        this.sku = source["sku"];
	        this.source = source["source"];
	        this.status = source["status"];
	        this.statusRaw = source["statusRaw"];
	        this.counts = source["counts"];
	        this.trial = source["trial"];
	        this.quantity = source["quantity"];
	        this.assigned = source["assigned"];
	        this.start = source["start"];
	        this.end = source["end"];
	        this.days = source["days"];
	        this.autoRenew = source["autoRenew"];
	        this.file = source["file"];
	        this.fileLine = source["fileLine"];
	        this.import = source["import"];
	        this.watched = source["watched"];
	    }
	}
	export class Figure {
	    name: string;
	    value?: number;
	    of?: number;
	    part?: number;
	    note: string;
	    count?: number;
	
	    static createFrom(source: any = {}) {
	        return new Figure(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.value = source["value"];
	        this.of = source["of"];
	        this.part = source["part"];
	        this.note = source["note"];
	        this.count = source["count"];
	    }
	}
	export class SourceStatus {
	    source: string;
	    dataset: string;
	    asOf: string;
	    importedAt: string;
	    late: boolean;
	
	    static createFrom(source: any = {}) {
	        return new SourceStatus(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.source = source["source"];
	        this.dataset = source["dataset"];
	        this.asOf = source["asOf"];
	        this.importedAt = source["importedAt"];
	        this.late = source["late"];
	    }
	}
	export class Freshness {
	    dataAsOf: string;
	    lastUpdated: string;
	    sources: SourceStatus[];
	
	    static createFrom(source: any = {}) {
	        return new Freshness(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.dataAsOf = source["dataAsOf"];
	        this.lastUpdated = source["lastUpdated"];
	        this.sources = this.convertValues(source["sources"], SourceStatus);
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
	export class AccountPage {
	    asOf: string;
	    freshness: Freshness;
	    key: string;
	    id: string;
	    account: string;
	    country: string;
	    region: string;
	    segment: string;
	    owner: string;
	    domain: string;
	    watched: boolean;
	    figures: Figure[];
	    lines: Line[];
	    spans: Chart;
	    products: Chart;
	    workloads: Chart[];
	    names: string[];
	    unused: Unused[];
	    inbox: InboxItem[];
	
	    static createFrom(source: any = {}) {
	        return new AccountPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.asOf = source["asOf"];
	        this.freshness = this.convertValues(source["freshness"], Freshness);
	        this.key = source["key"];
	        this.id = source["id"];
	        this.account = source["account"];
	        this.country = source["country"];
	        this.region = source["region"];
	        this.segment = source["segment"];
	        this.owner = source["owner"];
	        this.domain = source["domain"];
	        this.watched = source["watched"];
	        this.figures = this.convertValues(source["figures"], Figure);
	        this.lines = this.convertValues(source["lines"], Line);
	        this.spans = this.convertValues(source["spans"], Chart);
	        this.products = this.convertValues(source["products"], Chart);
	        this.workloads = this.convertValues(source["workloads"], Chart);
	        this.names = source["names"];
	        this.unused = this.convertValues(source["unused"], Unused);
	        this.inbox = this.convertValues(source["inbox"], InboxItem);
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
	export class AccountRow {
	    key: string;
	    id: string;
	    account: string;
	    country: string;
	    sold?: number;
	    assigned?: number;
	    deploymentRate?: number;
	    active?: number;
	    usageRate?: number;
	    overage?: number;
	    nextEnd: string;
	    nextDays?: number;
	    watched: boolean;
	
	    static createFrom(source: any = {}) {
	        return new AccountRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.id = source["id"];
	        this.account = source["account"];
	        this.country = source["country"];
	        this.sold = source["sold"];
	        this.assigned = source["assigned"];
	        this.deploymentRate = source["deploymentRate"];
	        this.active = source["active"];
	        this.usageRate = source["usageRate"];
	        this.overage = source["overage"];
	        this.nextEnd = source["nextEnd"];
	        this.nextDays = source["nextDays"];
	        this.watched = source["watched"];
	    }
	}
	
	export class Ending {
	    key: string;
	    accountKey: string;
	    account: string;
	    product: string;
	    quantity?: number;
	    assigned?: number;
	    end: string;
	    days: number;
	    autoRenew?: boolean;
	    status: string;
	    watched: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Ending(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.accountKey = source["accountKey"];
	        this.account = source["account"];
	        this.product = source["product"];
	        this.quantity = source["quantity"];
	        this.assigned = source["assigned"];
	        this.end = source["end"];
	        this.days = source["days"];
	        this.autoRenew = source["autoRenew"];
	        this.status = source["status"];
	        this.watched = source["watched"];
	    }
	}
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
	
	
	export class NewRule {
	    name: string;
	    template: string;
	    days: number;
	    threshold: number;
	    clear: number;
	    watch: string;
	
	    static createFrom(source: any = {}) {
	        return new NewRule(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.template = source["template"];
	        this.days = source["days"];
	        this.threshold = source["threshold"];
	        this.clear = source["clear"];
	        this.watch = source["watch"];
	    }
	}
	export class PortfolioPage {
	    asOf: string;
	    freshness: Freshness;
	    accounts: number;
	    entitlements: number;
	    figures: Figure[];
	    endingMonths: Chart;
	    products: Chart;
	    active: Chart;
	    endings: Ending[];
	    endingsTotal: number;
	    days: number;
	    table: AccountRow[];
	
	    static createFrom(source: any = {}) {
	        return new PortfolioPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.asOf = source["asOf"];
	        this.freshness = this.convertValues(source["freshness"], Freshness);
	        this.accounts = source["accounts"];
	        this.entitlements = source["entitlements"];
	        this.figures = this.convertValues(source["figures"], Figure);
	        this.endingMonths = this.convertValues(source["endingMonths"], Chart);
	        this.products = this.convertValues(source["products"], Chart);
	        this.active = this.convertValues(source["active"], Chart);
	        this.endings = this.convertValues(source["endings"], Ending);
	        this.endingsTotal = source["endingsTotal"];
	        this.days = source["days"];
	        this.table = this.convertValues(source["table"], AccountRow);
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
	
	export class RuleRow {
	    id: number;
	    name: string;
	    template: string;
	    days: number;
	    threshold: number;
	    clear: number;
	    watch: string;
	    state: string;
	    firing: number;
	    evaluated: string;
	
	    static createFrom(source: any = {}) {
	        return new RuleRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.template = source["template"];
	        this.days = source["days"];
	        this.threshold = source["threshold"];
	        this.clear = source["clear"];
	        this.watch = source["watch"];
	        this.state = source["state"];
	        this.firing = source["firing"];
	        this.evaluated = source["evaluated"];
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
	    }
	}
	
	export class View {
	    asOf: string;
	    scope: string;
	    dark: boolean;
	    lang: string;
	
	    static createFrom(source: any = {}) {
	        return new View(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.asOf = source["asOf"];
	        this.scope = source["scope"];
	        this.dark = source["dark"];
	        this.lang = source["lang"];
	    }
	}

}

