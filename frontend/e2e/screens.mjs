// Keeps a picture of every screen under docs/screens in the language HEADROOM_LANGUAGE, light and dark, large and small. Run by `make screens` in two languages, each on a store of its own, because what was told keeps its language; nobody's tests depend on it. HEADROOM_SCREENS='^rule' takes only those whose names fit.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { call, drawn, launch, open, show } from './browser.mjs';
import { accounts } from './files.mjs';
import { ask, command, demoIsWhole } from './program.mjs';
import { catalogue } from './texts.mjs';
import { scenesOf, withRules } from './told.mjs';

const out = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const large = { width: 1440, height: 900 };
const small = { width: 1024, height: 640 };
const looks = [large, small].flatMap((size) => ['light', 'dark'].map((scheme) => ({ ...size, scheme })));
/** regions are those whose numbers and days a language is shown with. */
const regions = { en: 'en-GB', de: 'de-DE' };
const language = process.env.HEADROOM_LANGUAGE ?? 'en';
/** called is what the definitions are called, and say. */
const called = {
  en: {
    proposal: ['Proposal', 'Act now', 'Right-size', 'Renew as is'],
    spare: 'Licenses nobody has',
    size: ['Size of the entitlement', 'small'],
    italy: 'Licenses sold in Italy',
    window: 'Days to look ahead',
  },
  de: {
    proposal: ['Vorschlag', 'Jetzt handeln', 'Verkleinern', 'Unverändert verlängern'],
    spare: 'Lizenzen ohne Benutzer',
    size: ['Größe des Nutzungsrechts', 'klein'],
    italy: 'Verkaufte Lizenzen in Italien',
    window: 'Tage im Voraus',
  },
}[language];
const only = new RegExp(process.env.HEADROOM_SCREENS ?? '');

mkdirSync(out, { recursive: true });
if (only.source === '(?:)') {
  for (const file of readdirSync(out)) if (file.includes(`-${language}-`)) rmSync(join(out, file));
}
const browser = await launch();
const first = await open(browser);
await call(first.page, 'Settings.Set', 'language', language);
await call(first.page, 'Settings.Set', 'region', regions[language]);
await first.page.reload();
if (only.test('first-run')) await everywhere([{ name: 'first-run' }]);
await call(first.page, 'Imports.Demo');
await demoIsWhole();
const rules = await withRules(first.page, language);
const scenes = Object.entries(scenesOf(rules, catalogue(language))).map(([name, act]) => ({ name, act }));
await everywhere([...(await prepared(first.page)), ...scenes]);
withMore();
await everywhere([
  { name: 'definitions', route: 'definitions' },
  { name: 'same-or-not', route: 'identity' },
]);
await browser.close();

/** everywhere takes screens in every look. */
async function everywhere(screens) {
  await Promise.all(looks.map((look) => walk(look, screens)));
}

/** withMore adds what the demo has none of, and what would change its other pictures: definitions, and accounts that may be one. */
function withMore() {
  const { proposal, spare, size, italy, window } = called;
  const [words, now, less, same] = proposal;
  command(
    ['define', '-'],
    JSON.stringify({
      columns: [
        {
          name: 'proposal',
          words,
          expression: `IF([days_to_end] <= 30, "${now}", IF([unassigned] > 0, "${less}", "${same}"))`,
        },
        { name: 'spare', words: spare, expression: '[quantity] - [assigned]', unit: 'licenses' },
      ],
      groups: [
        {
          name: 'size',
          words: size[0],
          column: 'quantity',
          numbers: { kind: 'custom', bins: [{ name: size[1], to: 10 }, { from: 10, to: 100 }, { from: 100 }] },
        },
      ],
      metrics: [
        {
          name: 'sold_italy',
          words: italy,
          metric: 'licenses_sold',
          filter: { dimension: 'country', op: 'eq', value: 'Italy' },
        },
      ],
      tokens: [{ name: 'WINDOW', words: window, kind: 'value', type: 'number', value: 90 }],
    }),
  );
  const dir = mkdtempSync(join(tmpdir(), 'headroom-screens-'));
  command([
    'import',
    accounts(join(dir, 'accounts.csv'), ['Fjellvik Havbruk A/S', 'OFFICINE MECCANICHE VALTROMPIA SPA']),
  ]);
  rmSync(dir, { recursive: true });
}

/** prepared lists the screens of the demo: a name, an address and what is done there before the picture. */
async function prepared(page) {
  const { rows } = ask({
    columns: ['account_key', 'entitlement_key', 'end_date'],
    counting: true,
    filter: { dimension: 'account', op: 'starts_with', value: 'Officine' },
    sort: [{ by: 'end_date' }],
    limit: 1,
  });
  const [{ account_key, entitlement_key }] = rows;
  const account = encodeURIComponent(account_key);
  await call(page, 'Portfolio.Watch', 'account', account_key, true);
  const { dashboards } = command(['reports']);
  return [
    { name: 'overview', route: 'portfolio' },
    ...dashboards
      .filter(({ name, about }) => name !== 'portfolio' && !about)
      .map(({ name }) => ({ name: `dashboard-${name}`, route: `dashboard/${name}` })),
    { name: 'account', route: `account/${account}` },
    { name: 'accounts', route: 'accounts' },
    { name: 'entitlement', route: `entitlement/${encodeURIComponent(entitlement_key)}` },
    { name: 'dashboards', route: 'dashboards' },
    { name: 'dashboard-editor', route: 'dashboard/renewals/edit' },
    { name: 'reports', route: 'reports' },
    { name: 'report-builder', route: 'report/unassigned_ending' },
    { name: 'passport', route: 'accounts', act: passport },
    { name: 'palette', route: 'portfolio', act: palette },
    { name: 'compared', route: 'portfolio?compare=3-month' },
    { name: 'imports', route: 'imports' },
    { name: 'import', route: 'imports/3' },
    { name: 'settings', route: 'settings' },
    { name: 'help', route: 'help' },
  ];
}

async function passport(page) {
  await page.getByRole('gridcell').filter({ hasText: '%' }).first().dblclick();
  await page.getByRole('complementary').locator('table').first().waitFor();
}

async function palette(page) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('off');
  await page.getByRole('option', { selected: true }).filter({ hasText: /^Off/ }).waitFor();
}

/** walk takes a picture of each screen in one look. */
async function walk(look, shown) {
  const { page } = await open(browser, look);
  for (const { name, route, act } of shown) {
    if (!only.test(name)) continue;
    try {
      if (route) await show(page, route);
      await act?.(page);
      await drawn(page);
      await page.waitForLoadState('networkidle');
    } catch (cause) {
      console.error(`${name}, ${look.scheme} ${look.width}: ${cause.message.split('\n')[0]}`);
    }
    await kept(page, name, look);
    await page.keyboard.press('Escape');
  }
  await page.context().close();
}

/** kept saves the picture, with fewer colours where pngquant is there. */
async function kept(page, name, look) {
  const path = `${out}${name}-${language}-${look.scheme}-${look.width}.png`;
  // Nothing is marked because a mouse was left on it.
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: 'disabled' });
  if (existsSync('/usr/bin/pngquant')) {
    execFileSync('pngquant', ['--force', '--skip-if-larger', '--output', path, '64', path], { stdio: 'ignore' });
  }
}
