import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** folder makes a folder for files, which goes when the tests of the suite are over. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'headroom-e2e-'));
  after(() => rmSync(path, { recursive: true }));
  return path;
}

/** write puts rows into a CSV file and returns its path. */
export function write(path, rows) {
  const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  writeFileSync(path, `${rows.map((row) => row.map(String).map(quoted).join(',')).join('\n')}\n`);
  return path;
}

/** tenant is the n-th of the tenants that the demo does not have. */
export function tenant(n) {
  return `eeeeeeee-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** subscriptions is the head of a Partner Center download; withoutSeats leaves out the column that a refusal names. */
export const subscriptions = [
  'PGAMpnID',
  'SubscriptionId',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'SubscriptionState',
  'Month',
  'IsAutoRenew',
  'CustomerName',
  'CustomerTenantId',
  'Product',
  'SKU',
  'MPNID',
  'IsDuplicateRowForPGA',
  'AvailableSeatsEOP',
];

/** accounts is a FlexNet list of accounts with these names. */
export function accounts(path, names) {
  const rows = names.map((name, i) => [`E2E-${i}`, name, 'CUSTOMER', '', '', 'DE', 'true', 'EMEA']);
  return write(path, [
    ['AccountID', 'AccountName', 'AccountType', 'ParentAccount', 'City', 'Country', 'Visible', 'Region'],
    ...rows,
  ]);
}

/** usage writes a FlexNet record of so many uses, spread over the last quarter. */
export function usage(path, count, today) {
  const file = openSync(path, 'w');
  const midnight = Date.parse(`${today}T00:00:00Z`);
  writeSync(
    file,
    'Account,Product,Feature,Transaction Time,Received Time,Count,Acquisition ID,Consumer ID,Device ID,Server ID\n',
  );
  let lines = [];
  for (let i = 0; i < count; i++) {
    const at = new Date(midnight - (((i * 7) % 7776) + 1) * 1_000_000).toISOString().slice(0, 19);
    lines.push(
      `E2E Usage ${i % 40},Suite ${i % 9},feature ${i % 23},${at}.+0000,${at}.+0000,1,,,dev-${i % 5000},SRV${i}\n`,
    );
    if (lines.length === 20_000 || i === count - 1) {
      writeSync(file, lines.join(''));
      lines = [];
    }
  }
  closeSync(file);
  return path;
}
