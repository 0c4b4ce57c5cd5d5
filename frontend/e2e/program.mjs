import { execFileSync } from 'node:child_process';

import { call, eventually } from './browser.mjs';
import { int, pct } from './printed.mjs';

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

/** firstRun waits until the window offers the first run, as it does on an empty store alone. */
export async function firstRun(page) {
  await page.getByRole('button', { name: 'Open the demo' }).waitFor();
}

/** withDemo brings the demo portfolio into the empty store. */
export async function withDemo(page) {
  await firstRun(page);
  await call(page, 'Imports.Demo');
  await page.reload();
  await page.getByRole('heading', { name: 'Act by' }).waitFor();
}

/** demoIsWhole waits for all of the demo that was opened by its button; the page is drawn before. */
export function demoIsWhole() {
  return eventually(() => command(['imports']).imports.filter(({ state }) => state === 'committed').length, 21);
}

/** figuresOf asks for the row of figures of the overview, or of an account, as the window prints them. */
export function figuresOf({ asOf, days = 90, scope = 'all', account = null }) {
  const of = account === null ? [] : [{ dimension: 'account_key', op: 'eq', value: account }];
  const view = { as_of: asOf, scope };
  const metrics = ['licenses_sold', 'deployment_rate', 'usage_rate', 'active_users', 'overage'];
  const [now] = ask({ ...view, metrics, filter: { all: of } }).rows;
  const within = { dimension: 'end_date', op: 'next', n: days, unit: 'day' };
  const [{ licenses_ending }] = ask({ ...view, metrics: ['licenses_ending'], filter: { all: [...of, within] } }).rows;
  return {
    [`Licenses ending, next ${days} days`]: int(licenses_ending),
    'Licenses sold': int(now.licenses_sold),
    'Deployment rate': pct(now.deployment_rate),
    'Usage rate': pct(now.usage_rate),
    'Active users': int(now.active_users),
    Overage: int(now.overage),
  };
}
