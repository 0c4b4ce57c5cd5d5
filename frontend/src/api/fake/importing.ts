import type {
  Ask,
  Checked,
  Column,
  Decision,
  FoundFile,
  Inspection,
  Mapping,
  Memory,
  Mended,
  Move,
  Quarantine,
  Rejected,
  Review,
  Said,
  Staleness,
  Suggestion,
  WatchedFolder,
} from '../importTypes';
import type { Fault, ImportRow } from '../types';

const rows = [
  ['Alpha GmbH', 'Suite Pro', '100', '80', '03/04/2027', 'renew early'],
  ['Beta AG', 'Suite Pro', '50', '20', '05/06/2027', ''],
  ['Gamma KG', 'Data Vault', 'many', '5', '07/08/2027', 'ask Jo'],
];

interface Meaning {
  name: string;
  shape: string;
  becomes: string;
  confidence: Column['confidence'];
}

const meanings: Meaning[] = [
  { name: 'Kunde', shape: 'text', becomes: 'account', confidence: 'certain' },
  { name: 'Produkt', shape: 'text', becomes: 'product', confidence: 'certain' },
  { name: 'Anzahl', shape: 'number', becomes: 'quantity', confidence: 'certain' },
  { name: 'Zugewiesen', shape: 'number', becomes: 'assigned', confidence: 'likely' },
  { name: 'Ende', shape: 'date', becomes: 'end_date', confidence: 'certain' },
  { name: 'Notiz', shape: 'text', becomes: 'custom', confidence: 'certain' },
];

const guessed: Mapping = {
  dataset: 'entitlements',
  class: 'E',
  columns: Object.fromEntries(meanings.filter((m) => m.becomes !== 'custom').map((m) => [m.name, m.becomes])),
  key: ['account', 'product'],
  date_order: '',
  decimal: '',
  end: '',
  source: 'renewals',
  constants: {},
  custom: ['Notiz'],
};

const nameOf = (path: string) => path.split(/[\\/]/).pop() ?? path;

/** isSheet says whether an invented path is a sheet that no export has the columns of. */
export function isSheet(path: string): boolean {
  return /renewals|strange|changed/.test(nameOf(path));
}

/** sheetFault is why such a sheet is not imported without an answer. */
export function sheetFault(path: string): Fault {
  const file = nameOf(path);
  if (file.includes('strange')) {
    return {
      code: 'invalid',
      file,
      message: 'No known export has these columns. No column says whose account a row is.',
      hint: 'Say what its columns mean.',
    };
  }
  return {
    code: 'asks',
    file,
    column: 'Ende',
    message: 'The dates can be read in two ways: 03/04/2027 is 3 April 2027 or 4 March 2027.',
  };
}

/** inspect invents what is known of a sheet. */
export function inspect(path: string, said: Said): Inspection {
  const file = nameOf(path);
  const strange = file.includes('strange');
  const changed = file.includes('changed');
  const header = meanings.map(({ name }) => (changed && name === 'Anzahl' ? 'Menge' : name));
  const own = changed ? renamed(guessed) : guessed;
  const mapping = said.mapping ?? (strange ? undefined : own);
  const dataset = mapping?.dataset ?? '';
  const asks: Ask[] = [];
  if (!mapping) {
    const reason = 'No column says whose account a row is, and nothing says what was sold, used or asked.';
    asks.push({ name: 'dataset', reason, choices: ['accounts', 'entitlements', 'usage'], samples: [] });
  }
  if (changed && !said.mapping) {
    const reason = 'The column Menge seems to be Anzahl. 98% of its values are those of the last file.';
    asks.push({ name: 'drift', column: 'Menge', reason, choices: ['Anzahl'], samples: [] });
  }
  const dates = Object.entries(mapping?.columns ?? {}).find(([, field]) => field.endsWith('_date'))?.[0];
  if (dates && !changed && !said.habits[dates]?.date_order) {
    asks.push({
      name: 'date_order',
      column: dates,
      reason: 'The dates can be read in two ways: 03/04/2027 is 3 April 2027 or 4 March 2027.',
      choices: ['dmy', 'mdy'],
      samples: rows.map((row) => row[4] ?? ''),
    });
  }
  if (mapping && !Object.values(mapping.columns).includes('account') && said.account === '') {
    const reason = 'No column says whose account a row is.';
    asks.push({ name: 'account', reason, choices: [], samples: [] });
  }
  const comma = said.reading.delimiter ?? ',';
  return {
    path,
    file,
    size: 182,
    guesses: [
      {
        name: 'encoding',
        value: said.reading.encoding ?? 'utf-8',
        reason: 'All its characters are valid UTF-8.',
        confidence: 'certain',
        choices: ['utf-8', 'windows-1252', 'shift_jis'],
      },
      {
        name: 'delimiter',
        value: comma,
        reason: `With ${comma === ',' ? 'a comma' : 'it'} 4 of 4 rows have 6 cells; no other sign fits as well.`,
        confidence: 'certain',
        choices: [',', ';', '\t', '|'],
      },
      {
        name: 'header',
        value: String(said.reading.header ?? 1),
        reason: 'It is the first row as wide as those below.',
        confidence: 'certain',
        choices: ['1', '2', '3'],
      },
      {
        name: 'as_of',
        value: said.asOf || '2026-11-20',
        reason: 'the day the file was last changed',
        confidence: 'likely',
        choices: ['2026-11-20'],
      },
      ...(mapping
        ? [
            {
              name: 'profile',
              value: 'generic',
              reason: 'no export that is known has these columns; their names and values say what they mean',
              confidence: 'certain' as const,
              choices: ['fno.extract.user'],
            },
          ]
        : []),
    ],
    header,
    columns: header.map((name, i) => columnOf(name, i, mapping, said, strange)),
    lines: [2, 3, 4],
    preview: comma === ',' ? rows : rows.map((row) => [row.join(',')]),
    profiles: [{ id: 'fno.extract.user', title: 'FlexNet Operations users', score: 0, unknown: header, missing: '' }],
    profile: mapping ? 'generic' : '',
    title: mapping ? 'Portfolio sheet' : '',
    dataset,
    class: mapping?.class || (dataset === 'usage' ? 'P' : dataset === '' ? '' : 'E'),
    row: '',
    as_of: said.asOf || '2026-11-20',
    ...(mapping ? { mapping } : {}),
    drift: changed
      ? [
          {
            was: 'Anzahl',
            column: 'Menge',
            field: 'quantity',
            evidence: '98% of its values are those of the last file.',
            confidence: 'likely',
          },
        ]
      : [],
    keys: mapping
      ? [{ fields: mapping.key ?? ['account', 'product'], rows: 3, collisions: 0, examples: [], wider: [] }]
      : [],
    asks,
    advice: [],
  };
}

function renamed(mapping: Mapping): Mapping {
  const { Anzahl, ...rest } = mapping.columns;
  return { ...mapping, columns: { ...rest, Menge: Anzahl ?? '' } };
}

function columnOf(name: string, i: number, mapping: Mapping | undefined, said: Said, strange: boolean): Column {
  const meaning = meanings[i] ?? { name, shape: 'text', becomes: '', confidence: 'unknown' as const };
  const column: Column = {
    name,
    samples: rows.map((row) => row[i] ?? ''),
    shape: meaning.shape,
    becomes: strange ? '' : meaning.becomes,
    reason: strange ? 'none' : 'header',
    detail: strange ? '' : `The header says so; the values are of the shape ${meaning.shape}.`,
    confidence: strange ? 'unknown' : meaning.confidence,
  };
  if (!said.mapping || !mapping) return column;
  const becomes = mapping.custom?.includes(name) ? 'custom' : (mapping.columns[name] ?? '');
  return { ...column, becomes, reason: 'said', detail: '', confidence: 'certain' };
}

const moves: Move[] = [
  move({ kind: 'end', product: 'Suite Pro', field: 'end', before: '2026-12-01', after: '2027-04-03', money: null }),
  move({ kind: 'quantity', product: 'Suite Pro', field: 'quantity', before: '80', after: '100', money: 240_000 }),
  move({ kind: 'gone', product: 'Data Vault', field: 'quantity', before: '12', after: '', money: -960_000, days: 11 }),
  move({ kind: 'new', product: 'Data Vault', field: 'quantity', before: '', after: '5', money: 60_000, line: 4 }),
];

function move(part: Partial<Move>): Move {
  const { kind = 'new', line = 2 } = part;
  return {
    kind,
    key: `sheet:${kind}`,
    account_key: 'tenant:004417',
    account: 'Alpha GmbH',
    product: '',
    field: '',
    before: '',
    after: '',
    money: null,
    currency: 'EUR',
    end: '2027-04-03',
    days: 134,
    file: 'renewals.csv',
    line,
    ...part,
  };
}

/** review invents what an import moves. */
export function review(partial = false): Review {
  return {
    totals: [
      { metric: 'accounts', unit: '', before: 48, after: 49 },
      { metric: 'licenses_sold', unit: '', before: 12430, after: partial ? 12495 : 11100 },
      { metric: 'annual_value', unit: 'EUR', before: 1_204_500, after: 1_197_900 },
    ],
    warn: partial ? [] : ['licenses_sold'],
    moves,
    counts: { new: 1, end: 1, quantity: 1, gone: 1 },
    missing: partial ? 0 : 3,
  };
}

const problem = {
  row: 4,
  column: 'Anzahl',
  code: 'not_a_number',
  message: 'Not a whole number.',
  value: 'many',
  note: false,
};

/** sheetRow invents the result of a sheet that was said what it means. */
export function sheetRow(path: string, member: string, base: ImportRow): ImportRow {
  return {
    ...base,
    file: nameOf(path),
    path,
    member,
    profile: 'generic',
    title: 'Portfolio sheet',
    class: 'E',
    rows: 3,
    added: 2,
    changed: 0,
    unchanged: 0,
    skipped: 0,
    rejected: 1,
    notes: [],
    problems: [problem],
    error: null,
  };
}

/** check invents a dry run. */
export function check(path: string, member: string, said: Said, base: ImportRow): Checked {
  return { row: { ...sheetRow(path, member, base), id: 0, state: 'dry_run' }, review: review(said.partial) };
}

/** makeQuarantines keeps the invented rejected rows of imports. */
export function makeQuarantines() {
  const fixed = new Map<number, number>();
  const lines: Rejected[] = [
    { line: 4, cells: rows[2] ?? [], column: 'Anzahl', code: 'not_a_number', message: problem.message, fixed_by: 0 },
  ];
  return {
    rejected: (id: number, file: string): Quarantine => ({
      import: id,
      file,
      header: meanings.map(({ name }) => name),
      rows: lines.map((row) => ({ ...row, fixed_by: fixed.get(id) ?? 0 })),
      total: lines.length,
    }),
    /** mend tells how many of the mended rows are taken. */
    mend: (id: number, by: number, mended: Mended[]): number => {
      const good = mended.filter(({ cells }) => /^\d+$/.test(cells[2] ?? ''));
      if (good.length > 0) fixed.set(id, by);
      return good.length;
    },
  };
}

/** makeMemories invents what is remembered. */
export function makeMemories(): Memory[] {
  const memory = { folder: '/home/person/Downloads', account: '', trusted: false, used_at: '2026-11-02T07:10:00Z' };
  return [
    { ...memory, id: 1, name: 'renewals.csv', profile: 'generic', mapping: guessed, uses: 2 },
    { ...memory, id: 2, name: 'usage_####-##.csv', profile: 'ms.insights.office_usage', uses: 9, trusted: true },
  ];
}

/** staleness invents how late the sources are. */
export const staleness: Staleness[] = [
  {
    source: 'Partner Center',
    dataset: 'entitlements',
    asOf: '2026-11-20',
    every: 7,
    late: 0,
    gap: '',
    importedAt: '2026-11-20T08:42:00Z',
  },
  {
    source: 'Partner Center',
    dataset: 'usage',
    asOf: '2026-10-31',
    every: 30,
    late: 4,
    gap: '',
    importedAt: '2026-11-20T08:42:00Z',
  },
  {
    source: 'FlexNet',
    dataset: 'usage',
    asOf: '2026-11-18',
    every: 1,
    late: 1,
    gap: '2026-10-02 to 2026-10-09',
    importedAt: '2026-11-20T08:42:00Z',
  },
];

/** makeFolders invents watched folders and what waits in them. */
export function makeFolders(): { folders: WatchedFolder[]; found: FoundFile[] } {
  const found = (name: string): FoundFile => ({
    path: `/home/person/Downloads/${name}`,
    name,
    size: 18_400,
    modified: '2026-11-20T07:30:00Z',
    firstSeen: '2026-11-20T07:31:00Z',
  });
  return {
    folders: [{ path: '/home/person/Downloads', missing: false }],
    found: [found('usage_2026-11.csv'), found('renewals.csv')],
  };
}

/** makeSuggestions invents pairs that may be one. */
export function makeSuggestions(): Suggestion[] {
  return [
    {
      kind: 'account',
      fromKey: 'name:valtrompia',
      from: 'Valtrompia',
      intoKey: 'tenant:004417',
      into: 'Valtrompia Acciai S.p.A.',
      reason: 'name',
    },
    {
      kind: 'product',
      fromKey: 'product:suite pro annual',
      from: 'Suite Pro (annual)',
      intoKey: 'product:suite pro',
      into: 'Suite Pro',
      reason: 'name',
    },
  ];
}

/** decided makes a decision of a pair. */
export function decided(id: number, pair: Suggestion, state: Decision['state']): Decision {
  const { kind, fromKey, from, intoKey, into } = pair;
  return { id, kind, fromKey, from, intoKey, into, state, decidedAt: '2026-11-20T09:00:00Z' };
}
