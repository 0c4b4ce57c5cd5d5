import type { Ask, Column, Guess, Inspection, Mapping, Reading, Said } from '../../../api/importTypes';

/** nothingSaid is what is said of a file when the person has said nothing yet. */
export const nothingSaid: Said = {
  profile: '',
  mapping: null,
  account: '',
  asOf: '',
  currency: '',
  partner: '',
  habits: {},
  reading: {},
  partial: false,
};

/** generic is the profile of sheets whose meaning is a mapping. */
export const generic = 'generic';

/** custom is what a column becomes that is kept beside the fields. */
export const custom = 'custom';

/** datasets are those a sheet can be of. */
export const datasets = [
  'entitlements',
  'usage',
  'accounts',
  'deployment',
  'feature_usage',
  'support_requests',
] as const;

/** classes are what another file of the same kind does to the rows of the last one. */
export const classes = ['E', 'S', 'P', 'X', 'L', 'N'] as const;

const about = ['country', 'region', 'segment', 'owner', 'domain'];
const sold = ['account', 'account_id', 'product', 'sku', 'vendor', 'family'];

/** places are the fields that a dataset has a place for. */
const places: Record<string, string[]> = {
  accounts: ['account', 'account_id', ...about, 'parent', 'status'],
  entitlements: [
    ...sold,
    'entitlement',
    'quantity',
    'assigned',
    'start_date',
    'end_date',
    'status',
    'auto_renew',
    'trial',
    'value',
    'currency',
    'term',
    'billing',
    'cancel_until',
    'partner_id',
    ...about,
    'parent',
  ],
  deployment: [...sold, 'quantity', 'assigned', 'partner_id', ...about],
  usage: [
    ...sold,
    'entitlement',
    'workload',
    'feature',
    'meter',
    'date',
    'active',
    'total',
    'used',
    'entitled',
    'partner_id',
    ...about,
  ],
  feature_usage: [...sold, 'entitlement', 'feature', 'meter', 'date', 'used', 'person', 'partner_id', ...about],
  support_requests: [
    'account',
    'account_id',
    'product',
    'entitlement',
    'request',
    'title',
    'severity',
    'category',
    'status',
    'date',
    'closed_date',
    'first_response',
    'resolution',
    'resolution_hours',
    'satisfaction',
    ...about,
  ],
};

/** fieldsOf lists what a column of a dataset can become. */
export function fieldsOf(dataset: string): string[] {
  return places[dataset] ?? [];
}

/** keepsCustom says whether a dataset keeps columns that it has no field for. */
export function keepsCustom(dataset: string): boolean {
  return dataset === 'accounts' || dataset === 'entitlements' || dataset === 'support_requests';
}

/** sheetMapping is the mapping that the person can change: an export has rules of its own. */
export function sheetMapping(found: Inspection): Mapping | undefined {
  return found.profile === generic ? found.mapping : undefined;
}

/** becomesOf is what a mapping makes of a column: a field, "custom", or "" when it is left out. */
export function becomesOf(mapping: Mapping, column: string): string {
  if (mapping.custom?.includes(column)) return custom;
  return mapping.columns[column] ?? '';
}

/**
 * taken is what was said, with everything said aloud that was found out: a
 * mapping that is said is not guessed or remembered any more, and neither is
 * what else was remembered with it.
 */
export function taken(said: Said, found: Inspection): Said {
  if (!found.mapping || said.mapping) return said;
  // Of an export only the renamed columns are said; the rest is its own rule.
  if (found.profile !== generic) return { ...said, profile: found.profile, mapping: found.mapping };
  const habits = { ...said.habits };
  for (const guess of found.guesses ?? []) {
    const { column = '', name, value } = guess;
    if (column === '' || (name !== 'date_order' && name !== 'decimal')) continue;
    habits[column] = { [name]: value, ...habits[column] };
  }
  const of = (name: string) => found.guesses?.find((guess) => guess.name === name)?.value ?? '';
  return {
    ...said,
    mapping: found.mapping,
    habits,
    account: said.account || of('account'),
    currency: said.currency || of('currency'),
    partner: said.partner || of('partner'),
  };
}

/** withColumn says what a column becomes. A field has one column, so another one that had it is left out. */
export function withColumn(mapping: Mapping, column: string, becomes: string): Mapping {
  const columns = { ...mapping.columns };
  for (const [other, field] of Object.entries(columns)) {
    if (field === becomes && becomes !== '' && becomes !== custom) columns[other] = '';
  }
  columns[column] = becomes === custom ? '' : becomes;
  if (becomes === custom) delete columns[column];
  const rest = (mapping.custom ?? []).filter((name) => name !== column);
  const next = { ...mapping, columns, custom: becomes === custom ? [...rest, column] : rest };
  return { ...next, key: keyOf(next) };
}

/** keyOf leaves out of a key what no column or constant means any more; null lets the dataset choose. */
function keyOf(mapping: Mapping): string[] | null {
  const known = new Set([
    ...Object.values(mapping.columns),
    ...Object.keys(mapping.columns),
    ...Object.keys(mapping.constants ?? {}),
    ...(mapping.custom ?? []),
  ]);
  const key = (mapping.key ?? []).filter((part) => known.has(part));
  return key.length > 0 && key.length === mapping.key?.length ? key : null;
}

/** withDataset says what the rows are about; columns keep their field where the dataset has a place for it. */
export function withDataset(mapping: Mapping, dataset: string): Mapping {
  const fields = fieldsOf(dataset);
  const columns: Record<string, string> = {};
  const kept: string[] = [];
  for (const [column, field] of Object.entries(mapping.columns)) {
    if (fields.includes(field)) columns[column] = field;
    else if (keepsCustom(dataset)) kept.push(column);
    else columns[column] = '';
  }
  for (const column of mapping.custom ?? []) {
    if (keepsCustom(dataset)) kept.push(column);
    else columns[column] = '';
  }
  return { ...mapping, dataset, class: '', columns, custom: kept, key: null };
}

/** emptyMapping begins with every column kept, for a sheet nothing could be guessed of. */
export function emptyMapping(file: string, header: string[], dataset: string): Mapping {
  const keeps = keepsCustom(dataset);
  return {
    dataset,
    class: '',
    columns: keeps ? {} : Object.fromEntries(header.map((name) => [name, ''])),
    key: null,
    date_order: '',
    decimal: '',
    end: '',
    source: sourceOf(file),
    constants: {},
    custom: keeps ? header.filter((name) => name !== '') : [],
  };
}

/** sourceOf names a source by its file: the words of the name without its numbers. */
function sourceOf(file: string): string {
  const base =
    file
      .split(/[\\/]/)
      .pop()
      ?.replace(/\.[^.]*$/, '') ?? '';
  return base
    .split(/[\d\-_. ()[\]]+/)
    .filter(Boolean)
    .join(' ');
}

/** isChangeable says whether the person can say otherwise about a guess. */
export function isChangeable(guess: Guess): boolean {
  return apply[guess.name] !== undefined;
}

const reading =
  (part: (value: string) => Partial<Reading>) =>
  (said: Said, value: string): Said => ({
    ...said,
    // Read otherwise, the file has other columns: what was said of them does not hold.
    mapping: null,
    habits: {},
    reading: { ...said.reading, ...part(value) },
  });

const habit =
  (name: 'date_order' | 'decimal') =>
  (said: Said, value: string, column: string): Said => ({
    ...said,
    habits: { ...said.habits, [column]: { ...said.habits[column], [name]: value } },
  });

const apply: Record<string, (said: Said, value: string, column: string) => Said> = {
  encoding: reading((encoding) => ({ encoding })),
  delimiter: reading((delimiter) => ({ delimiter })),
  sheet: reading((sheet) => ({ sheet })),
  header: reading((line) => ({ header: Number(line) })),
  footer: reading((keep) => ({ keep_end: keep === 'keep' })),
  as_of: (said, asOf) => ({ ...said, asOf }),
  account: (said, account) => ({ ...said, account }),
  currency: (said, currency) => ({ ...said, currency }),
  partner: (said, partner) => ({ ...said, partner }),
  profile: (said, profile) => ({ ...said, profile: profile === generic ? '' : profile, mapping: null }),
  date_order: habit('date_order'),
  decimal: habit('decimal'),
};

/** withGuess says that a guess is this value. */
export function withGuess(said: Said, name: string, value: string, column = ''): Said {
  return apply[name]?.(said, value, column) ?? said;
}

/** askId tells questions apart. */
export function askId(ask: Ask): string {
  return `${ask.name} ${ask.column ?? ''}`;
}

/** answerOf is what was answered to a question, "" while it is open. */
export function answerOf(ask: Ask, said: Said): string {
  const habits = said.habits[ask.column ?? ''];
  switch (ask.name) {
    case 'date_order':
      return habits?.date_order ?? '';
    case 'decimal':
      return habits?.decimal ?? '';
    case 'account':
      return said.account;
    case 'as_of':
      return said.asOf;
    case 'currency':
      return said.currency;
    case 'partner':
    case 'partner_id':
      return said.partner;
    case 'dataset':
      return said.mapping?.dataset ?? '';
  }
  return '';
}

/** isLasting says whether a question stays on the page with its answer, so that the answer can be changed. */
export function isLasting(ask: Ask): boolean {
  return ['date_order', 'decimal', 'account', 'as_of', 'currency', 'partner', 'partner_id', 'dataset'].includes(
    ask.name,
  );
}

/** questions are those that are open, and those answered before, in the order in which they came up. */
export function questions(before: Ask[], open: Ask[], said: Said): Ask[] {
  const ids = new Set(open.map(askId));
  const kept = before.filter((ask) => ids.has(askId(ask)) || (isLasting(ask) && answerOf(ask, said) !== ''));
  const known = new Set(kept.map(askId));
  const renewed = kept.map((ask) => open.find((other) => askId(other) === askId(ask)) ?? ask);
  return [...renewed, ...open.filter((ask) => !known.has(askId(ask)))];
}

/** isReady says whether a file can be checked: something reads it and nothing is asked. */
export function isReady(found: Inspection): boolean {
  return found.profile !== '' && (found.asks ?? []).length === 0;
}

/** shownColumns gives each column the reason it was recognised by, as long as the person has not changed it. */
export function shownColumns(now: Inspection, first: Inspection | undefined, said: Said): Column[] {
  return (now.columns ?? []).map((column) => {
    if (!said.mapping || now.profile !== generic) return column;
    const becomes = becomesOf(said.mapping, column.name);
    const was = first?.columns?.find((other) => other.name === column.name);
    if (was && was.becomes === becomes) return was;
    return { ...column, becomes, reason: 'said', detail: '', confidence: 'certain' };
  });
}

/** habitGuesses are how a column writes dates and numbers, guessed or said. */
export function habitGuesses(column: string, guesses: Guess[] | null, said: Said): Guess[] {
  const own = said.habits[column] ?? {};
  const found = (guesses ?? []).filter(
    (guess) => guess.column === column && own[guess.name as 'decimal'] === undefined,
  );
  const add = (name: 'date_order' | 'decimal', choices: string[]): Guess[] =>
    own[name] ? [{ name, column, value: own[name], reason: 'said', confidence: 'certain', choices }] : [];
  return [...found, ...add('date_order', ['dmy', 'mdy', 'ymd']), ...add('decimal', ['.', ','])];
}
