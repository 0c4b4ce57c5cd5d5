import { day } from '../../lib/format';
import type { ImportRow, InboxItem } from '../types';
import { type Account, addDays, endingsOf, today } from './data';

const imported: ImportRow = {
  id: 214,
  file: 'entitlements_2026-11-20.csv',
  sha256: '9f2c4b7e11d05a',
  profile: 'partner-center-subscriptions',
  title: 'Partner Center, subscription details',
  dataset: 'entitlements',
  class: 'S',
  asOf: '2026-11-20',
  state: 'committed',
  rows: 1047,
  added: 31,
  changed: 88,
  unchanged: 928,
  skipped: 0,
  rejected: 0,
  notes: [],
  problems: [],
  error: null,
  importedAt: '2026-11-20T08:42:00Z',
  seconds: 0.4,
  path: '',
  member: '',
  version: 1,
};

/** makeImports invents the history. */
export function makeImports(): ImportRow[] {
  return [
    imported,
    {
      ...imported,
      id: 213,
      file: 'usage_2026-10.csv',
      profile: 'partner-center-office-usage',
      title: 'Partner Center, Office usage',
      dataset: 'usage',
      class: 'P',
      asOf: '2026-10-31',
      rows: 18204,
      added: 312,
      changed: 1106,
      unchanged: 16702,
      skipped: 71,
      rejected: 13,
      notes: ['duplicate_attribution: 71 skipped', 'above_100: 1'],
      problems: [
        problem(1318, 'Month', 'ambiguous_date', 'Could be 3 April or 4 March.', '03/04/2026'),
        problem(4077, 'PaidAvailableUnits', 'not_a_number', 'Not a whole number.', '1.240,5'),
        problem(4078, 'PaidAvailableUnits', 'not_a_number', 'Not a number. Leave empty to mean unknown.', 'n/a'),
        problem(9911, 'CustomerTenantId', 'missing_key', 'The account key is missing.', ''),
        problem(
          15402,
          'WorkloadName',
          'too_many_columns',
          'The row has 19 columns, the header has 17.',
          'Mail;Files;Meet',
        ),
        { ...problem(77, 'Assigned', 'above_sold', 'Assigned is above sold: 101 of 96.', '101'), note: true },
      ],
      importedAt: '2026-11-02T07:10:00Z',
      seconds: 1.9,
    },
    {
      ...imported,
      id: 212,
      file: 'EntitlementsExtract-2026-11-18.zip',
      profile: 'flexnet-entitlements',
      title: 'FlexNet Operations, entitlement extract',
      class: 'N',
      asOf: '2026-11-18',
      rows: 0,
      added: 0,
      changed: 0,
      unchanged: 0,
      notes: ['The extract holds no changes. Data as of moved to 18 Nov 2026.'],
      importedAt: '2026-11-19T06:30:00Z',
      seconds: 0.1,
    },
    {
      ...imported,
      id: 209,
      file: 'portfolio_oktober.xlsx',
      profile: 'generic',
      title: 'Portfolio sheet with a mapping',
      asOf: '2026-10-20',
      state: 'undone',
      rows: 410,
      added: 410,
      changed: 0,
      unchanged: 0,
      importedAt: '2026-10-20T14:05:00Z',
      seconds: 0.2,
    },
  ];
}

function problem(row: number, column: string, code: string, message: string, value: string) {
  return { row, column, code, message, value, note: false };
}

/** runResult invents what importing one path gives; names with "bad" are refused, with "same" are duplicates. */
export function runResult(path: string, id: number): ImportRow {
  const file = path.split(/[\\/]/).pop() ?? path;
  if (file.includes('bad')) {
    return {
      ...imported,
      id: 0,
      file,
      title: '',
      profile: '',
      state: 'refused',
      rows: 0,
      added: 0,
      changed: 0,
      unchanged: 0,
      error: {
        code: 'invalid',
        file,
        row: 1,
        column: 'EndDate',
        message: `${file} has no column for the end of an entitlement.`,
        hint: 'Export it again with the column "EndDate", or import it with a mapping.',
      },
    };
  }
  if (file.includes('same')) {
    return { ...imported, id: 214, file, state: 'duplicate', rows: 0, added: 0, changed: 0, unchanged: 0 };
  }
  const usage = makeImports()[1] ?? imported;
  return { ...usage, id, file, importedAt: `${today}T09:15:00Z` };
}

/** makeInbox invents the notifications of an account list. */
export function makeInbox(accounts: Account[]): InboxItem[] {
  const ends = endingsOf(accounts, 45)
    .filter((e) => e.status === 'active')
    .slice(0, 12)
    .map(
      (e, i): InboxItem => ({
        id: 100 + i,
        rule: 1,
        ruleName: 'Ends within 30 days',
        ruleRemoved: false,
        template: 'ends_within',
        instance: e.key,
        episode: 1,
        title: e.account,
        body: `${e.product}: ${e.quantity} licenses end in ${e.days} days (${day(e.end)})`,
        reason: `days_to_end = ${e.days} ≤ 30`,
        value: e.days,
        state: i === 5 ? 'done' : i === 6 ? 'snoozed' : i > 8 ? 'resolved' : 'open',
        snoozedTo: i === 6 ? '2026-11-27' : '',
        resolution: i > 8 ? 'renewed' : '',
        accountKey: e.accountKey,
        account: e.account,
        product: e.product,
        end: e.end,
        days: e.days,
        createdAt: `2026-11-${String(20 - (i % 9)).padStart(2, '0')}T08:42:00Z`,
        delivered: i % 2 === 0 ? ['desktop'] : [],
        severity: 'warning',
        due: addDays(e.end, -14),
        dueDays: e.days - 14,
        entitlement: e.key,
        returns: i === 6 ? { day: '2026-11-27' } : null,
        note: '',
        error: '',
      }),
    );
  const over = accounts
    .filter((a) => (a.overage ?? 0) > 0)
    .map(
      (a, i): InboxItem => ({
        id: 200 + i,
        rule: 2,
        ruleName: 'Usage over 95% of entitled',
        ruleRemoved: false,
        template: 'usage_over',
        instance: a.key,
        episode: 2,
        title: a.name,
        body: `Data Vault: usage is ${(100 * (1 + (a.overage ?? 0) / 210)).toFixed(1)}% of what is entitled (over 95%)`,
        reason: `consumption_rate = ${(1 + (a.overage ?? 0) / 210).toFixed(3)} > 0.95`,
        value: 1 + (a.overage ?? 0) / 210,
        state: 'open',
        snoozedTo: '',
        resolution: '',
        accountKey: a.key,
        account: a.name,
        product: 'Data Vault',
        end: '',
        days: null,
        createdAt: `2026-11-${String(18 - i * 4).padStart(2, '0')}T08:42:00Z`,
        delivered: ['desktop'],
        severity: i === 0 ? 'warning' : 'notice',
        due: '',
        dueDays: null,
        entitlement: '',
        returns: null,
        note: '',
        error: '',
      }),
    );
  return [...ends, ...over].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
