import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import {
  call,
  drawn,
  drop,
  faults,
  launch,
  looks,
  menu,
  open,
  opened,
  overflows,
  shoot,
  show,
  tile,
} from './browser.mjs';
import { folder, subscriptions, tenant, write } from './files.mjs';
import { plus } from './printed.mjs';
import { ask, command, withDemo } from './program.mjs';
import { catalogue } from './texts.mjs';
import { scenesOf, withRules } from './told.mjs';

describe('every page in every look', () => {
  const dir = folder();
  let browser;
  let page;
  let wrong;
  let account;
  let entitlement;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    // The file with problems is to come in, though it moves the totals far.
    await call(page, 'Settings.Set', 'import_warn_share', '0');
    const { today } = await call(page, 'System.Status');
    const { rows } = ask({
      metrics: ['entitlements'],
      by: [{ dimension: 'account_key' }],
      sort: [{ by: 'entitlements', desc: true }],
    });
    const [{ entitlement_key }] = ask({
      columns: ['entitlement_key', 'end_date'],
      sort: [{ by: 'end_date' }],
      limit: 1,
    }).rows;
    entitlement = `entitlement/${encodeURIComponent(entitlement_key)}`;
    account = `account/${encodeURIComponent(rows[0].account_key)}`;
    Object.assign(screens, scenesOf(await withRules(page), catalogue('en')));
    await show(page, 'imports');
    await drop(page, badFile(today), join(dir, 'absent.csv'));
    await tile(page, 'Result').waitFor();
    const toast = page.getByRole('alert').filter({ hasText: 'imported' });
    await toast.getByRole('button', { name: 'Close' }).click();
    await toast.waitFor({ state: 'detached' });
  });
  after(() => browser.close());

  /** badFile has a row of every kind, and the longest name and product the window must cut. */
  function badFile(today) {
    const line = (n, seats, name = `E2E Customer ${n}`) => [
      '9000002',
      tenant(1000 + n),
      plus(today, -300),
      plus(today, n),
      'Active',
      `${today.slice(0, 7)}-01`,
      n % 2 ? 'Yes' : '',
      name,
      tenant(n),
      'E2E Suite with the longest name any product of this vendor ever had',
      'E2E Suite',
      '6000002',
      n === 4 ? '1' : '0',
      seats,
    ];
    const rows = [1, 2, 3, 4, 5].map((n) => line(n, n === 5 ? 'many' : 1));
    rows.push(
      line(
        6,
        2,
        'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mit beschränkter Haftung',
      ),
    );
    return write(join(dir, 'e2e-a-rather-long-name-of-a-subscription-details-export.csv'), [subscriptions, ...rows]);
  }

  const pressed = (name, role = 'button') => page.getByRole(role, { name }).first().click();

  /** screens are the pages, and what opens on them. */
  const screens = {
    portfolio: () => show(page, 'portfolio'),
    'portfolio-past': () => show(page, 'portfolio?asOf=2026-03-31&compare=3-month'),
    'portfolio-end': async () => {
      await show(page, 'portfolio');
      await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    },
    'portfolio-tables': async () => {
      await show(page, 'portfolio');
      for (const title of ['Licenses ending by month', 'Active users']) await menu(page, title, 'Show as table');
    },
    'portfolio-menu': async () => {
      await show(page, 'portfolio');
      await pressed('Active users: what can be done');
      await page.getByRole('menuitem').first().waitFor();
    },
    passport: async () => {
      await show(page, 'portfolio');
      await tile(page, 'At a glance')
        .getByRole('button', { name: /^Usage rate: / })
        .click();
      await page.getByRole('complementary').getByRole('heading', { name: 'Rows behind it' }).waitFor();
    },
    rows: async () => {
      await page.getByRole('link', { name: /^Open [\d,]+ rows?$/ }).click();
      await page.getByRole('heading', { level: 1, name: 'At a glance' }).waitFor();
      await drawn(page);
    },
    'portfolio-sources': async () => {
      await show(page, 'portfolio');
      await pressed(/^Data as of/);
      await opened(page);
    },
    palette: async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('off');
      await page.getByRole('option').first().waitFor();
    },
    dashboards: () => show(page, 'dashboards'),
    ...Object.fromEntries(
      ['renewals', 'adoption', 'growth', 'at_risk', 'license_server', 'line_items', 'partner_licenses'].map((name) => [
        `dashboard-${name}`,
        () => show(page, `dashboard/${name}`),
      ]),
    ),
    'dashboard-edit': () => show(page, 'dashboard/renewals/edit'),
    reports: () => show(page, 'reports'),
    builder: () => show(page, 'report/new'),
    'builder-report': () => show(page, 'report/unassigned_ending'),
    'builder-column': async () => {
      await show(page, 'report/new');
      const fields = page
        .getByRole('banner')
        .or(page.getByRole('main'))
        .getByRole('button', { name: 'Fields', exact: true });
      if (await fields.isVisible()) await fields.click();
      await page.getByRole('button', { name: 'New', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Calculated column' }).click();
      await page.getByRole('form', { name: 'Calculated column' }).waitFor();
    },
    'builder-filter': async () => {
      await show(page, 'report/unassigned_ending');
      await page.getByRole('button', { name: 'Add filter', exact: true }).click();
      await opened(page);
    },
    definitions: () => show(page, 'definitions'),
    entitlement: () => show(page, entitlement),
    identity: () => show(page, 'identity'),
    accounts: () => show(page, 'accounts'),
    'accounts-found': async () => {
      await show(page, 'accounts');
      await page.getByLabel('Find in table').fill('off');
      await page.locator('mark').first().waitFor();
    },
    account: () => show(page, account),
    'account-end': async () => {
      await show(page, account);
      await tile(page, 'Entitlements').waitFor();
      await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    },
    calendar: async () => {
      await show(page, 'accounts');
      await page.getByTitle(/^As-of day/).click();
      await opened(page);
    },
    'inbox-selected': async () => {
      await show(page, 'inbox');
      await page.getByRole('checkbox', { name: 'Select all' }).check();
    },
    'rules-editor': async () => {
      await show(page, 'rule/new?template=usage_over');
      await tile(page, 'Where it holds today').waitFor();
    },
    'rules-schedule': async () => {
      await show(page, 'rule/new?template=late_export');
      await page.getByText('Time zone').scrollIntoViewIfNeeded();
    },
    'rules-remove': async () => {
      await show(page, 'rules');
      await pressed(/^More for Watched/);
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await opened(page);
    },
    imports: () => show(page, 'imports'),
    'imports-end': async () => {
      await show(page, 'imports');
      await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    },
    'imports-undo': async () => {
      await show(page, 'imports');
      await pressed(/^Undo /);
      await opened(page);
    },
    import: async () => {
      const [{ id }] = command(['imports']).imports;
      await show(page, `imports/${id}`);
    },
    settings: () => show(page, 'settings'),
    help: () => show(page, 'help'),
    nowhere: () => show(page, 'nowhere'),
  };

  /** ways are how the pages are looked at; what only changes the size or the texts is not asked of axe again. */
  const ways = [
    { name: 'light', look: looks[0], axe: true },
    { name: 'dark', look: looks[5], axe: true },
    {
      name: 'with forced colours',
      look: { ...looks[1], scheme: 'dark' },
      media: { forcedColors: 'active' },
      axe: true,
    },
    {
      name: 'with more contrast',
      look: looks[0],
      media: { contrast: 'more' },
      axe: true,
      only: /^(portfolio|accounts|notifications|rules|rule|builder-report|dashboard-edit)$/,
    },
    { name: 'small', look: looks[2] },
    { name: 'at 200 %', look: { ...looks[0], width: 720, height: 450 } },
  ];

  for (const { name, look, media, axe, only } of ways) {
    it(`is right ${name} at ${look.width} × ${look.height}`, async () => {
      await page.emulateMedia({ colorScheme: look.scheme, forcedColors: 'none', contrast: 'no-preference', ...media });
      await page.setViewportSize(look);
      const found = {};
      for (const [screen, open] of Object.entries(screens)) {
        if (only && !only.test(screen)) continue;
        try {
          await open(page);
          await shoot(page, look, screen);
          const list = [...(axe ? await faults(page) : []), ...(await overflows(page))];
          if (list.length > 0) found[screen] = list;
        } catch (error) {
          found[screen] = [error.message];
        }
        if (screen === 'passport') continue;
        await page.keyboard.press('Escape');
        await show(page, 'help');
      }
      assert.deepEqual(found, {});
    });
  }

  it('would see what is wrong', async () => {
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        `<div id="bad" style="position:fixed;top:0;left:99vw">
          <button style="width:9vw"></button>
          <table style="table-layout:fixed;width:9px"><tbody><tr><td>squeezed</td></tr></tbody></table>
        </div>`,
      );
    });
    assert.match((await faults(page)).join(), /button-name/);
    assert.deepEqual(await overflows(page), ['', 'the cell squeezed']);
    await page.evaluate(() => document.getElementById('bad').remove());
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
