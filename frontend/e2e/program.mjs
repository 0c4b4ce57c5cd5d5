import { execFileSync } from 'node:child_process';

import { call } from './browser.mjs';
import { int, pct, plus } from './printed.mjs';

/** everything is a view of today and of every partner. */
export const everything = { asOf: '', scope: 'all', dark: false, lang: 'en' };

/** command runs a command on the store that the window shows, and returns its JSON. */
export function command(args, input) {
  const flags = ['--store', process.env.HEADROOM_STORE, '--json'];
  const said = execFileSync(process.env.HEADROOM_BIN, [...flags, ...args], { input, encoding: 'utf8' });
  return JSON.parse(said);
}

/** ask answers a query by the command, as one object per row. */
export function ask(query) {
  const { columns, rows, ...rest } = command(['ask', '-'], JSON.stringify(query));
  const named = rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
  return { ...rest, rows: named };
}

/** digest is that of all current facts. */
export function digest() {
  return command(['digest']).digest;
}

/** withDemo brings the store to the demo portfolio and nothing else, from whatever it holds. */
export async function withDemo(page) {
  await emptied(page);
  await call(page, 'Imports.Demo');
  await page.reload();
  await page.getByRole('heading', { name: 'Ending soon' }).waitFor();
}

/** emptied takes every import, rule and setting back, so that the window offers the first run. */
export async function emptied(page) {
  const { table } = await call(page, 'Portfolio.Page', everything, 90);
  for (const { key, watched } of table) if (watched) await call(page, 'Portfolio.Watch', 'account', key, false);
  for (const { id, state } of await call(page, 'Imports.History')) {
    if (state === 'committed') await call(page, 'Imports.Undo', id);
  }
  for (const { id } of await call(page, 'Rules.List')) await call(page, 'Rules.Remove', id);
  for (const { id, state } of await call(page, 'Inbox.Items', everything)) {
    if (state === 'open' || state === 'snoozed') await call(page, 'Inbox.Done', [id]);
  }
  await call(page, 'Settings.Set', 'own_partner_ids', '');
  await page.evaluate(() => {
    localStorage.clear();
    window.location.hash = '';
  });
  await page.reload();
  await page.getByRole('button', { name: 'Open the demo' }).waitFor();
}

/** figuresOf asks for the row of figures of a page, as the window prints them. */
export function figuresOf({ asOf, days = 90, scope = 'all', account = null }) {
  const of = account === null ? [] : [{ dimension: 'account_key', op: 'eq', value: account }];
  const view = { as_of: asOf, scope };
  const metrics = ['licenses_sold', 'deployment_rate', 'usage_rate', 'active_users', 'overage'];
  const [now] = ask({ ...view, metrics, filter: { all: of } }).rows;
  const within = { dimension: 'end_date', op: 'between', values: [asOf, plus(asOf, days)] };
  const [{ licenses_ending }] = ask({ ...view, metrics: ['licenses_ending'], filter: { all: [...of, within] } }).rows;
  return {
    [`Licenses ending, next ${days} days`]: int(licenses_ending),
    'Licenses sold': int(now.licenses_sold),
    'Deployment rate': pct(now.deployment_rate),
    'Usage rate, 28 days': pct(now.usage_rate),
    'Active users': int(now.active_users),
    Overage: int(now.overage),
  };
}
