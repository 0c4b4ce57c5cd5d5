import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { call, drop, faults, launch, looks, open, opened, overflows, shoot, show, tile } from './browser.mjs';
import { folder, subscriptions, tenant, write } from './files.mjs';
import { plus } from './printed.mjs';
import { ask, command, withDemo } from './program.mjs';

describe('every page in every look', () => {
  const dir = folder();
  let browser;
  let page;
  let wrong;
  let account;
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
    account = `account/${encodeURIComponent(rows[0].account_key)}`;
    for (const { account_key } of rows.slice(0, 8)) await call(page, 'Portfolio.Watch', 'account', account_key, true);
    const [first, second] = command(['inbox']).items;
    await call(page, 'Inbox.Done', [first.id]);
    await call(page, 'Inbox.Snooze', [second.id], plus(today, 3));
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
    'portfolio-past': () => show(page, 'portfolio?asOf=2026-03-31&scope=all'),
    'portfolio-end': async () => {
      await show(page, 'portfolio');
      await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    },
    'portfolio-figure': async () => {
      await show(page, 'portfolio');
      await tile(page, 'Figures')
        .getByRole('button', { name: /^Deployment rate/ })
        .click();
      await opened(page);
    },
    'portfolio-sources': async () => {
      await show(page, 'portfolio');
      await pressed(/^Data as of/);
      await opened(page);
    },
    accounts: () => show(page, 'accounts'),
    'accounts-none': async () => {
      await show(page, 'accounts');
      await page.getByLabel('Find in table').fill('nobody');
      await page.getByRole('button', { name: /^Clear the search, show/ }).waitFor();
    },
    account: () => show(page, account),
    'account-end': async () => {
      await show(page, account);
      await tile(page, 'Entitlements').waitFor();
      await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    },
    calendar: async () => {
      await show(page, 'accounts');
      await pressed(/^As of/);
      await opened(page);
    },
    inbox: () => show(page, 'inbox'),
    'inbox-snooze': async () => {
      await show(page, 'inbox');
      await page
        .getByRole('article')
        .getByRole('button', { name: /^Snooze/ })
        .click();
      await opened(page);
    },
    'inbox-snoozed': () => show(page, 'inbox?tab=snoozed'),
    'inbox-selected': async () => {
      await show(page, 'inbox');
      await page.getByRole('checkbox', { name: 'Select all' }).check();
    },
    rules: () => show(page, 'rules'),
    'rules-form': async () => {
      await show(page, 'rules');
      await pressed('Add rule');
      await page.getByRole('complementary').getByText('usage gets high').click();
    },
    'rules-remove': async () => {
      await show(page, 'rules');
      await pressed(/^Remove Watched/);
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

  for (const look of looks) {
    it(`is right in ${look.scheme} at ${look.width} × ${look.height}`, async () => {
      await page.emulateMedia({ colorScheme: look.scheme });
      await page.setViewportSize(look);
      const found = {};
      for (const [name, open] of Object.entries(screens)) {
        await open();
        await shoot(page, look, name);
        const list = [...(await faults(page)), ...(await overflows(page))];
        if (list.length > 0) found[name] = list;
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
