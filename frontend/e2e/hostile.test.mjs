import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, drop, eventually, launch, open } from './browser.mjs';
import { folder } from './files.mjs';
import { dashboards, definitions, facts, names, reportOf } from './hostile.mjs';
import { ask, command, firstRun } from './program.mjs';

/** watched opens the window so that what runs by itself is counted, with or without the policy of the page. */
async function watched(browser, policy) {
  const opened = await open(browser, undefined, async (context) => {
    await context.addInitScript(() => {
      let count = 0;
      Object.defineProperty(window, 'mark', { get: () => count, set: () => count++ });
    });
    if (policy) return;
    // A page that the test answers comes from no place of the network, and may ask the program only when allowed to.
    await context.grantPermissions(['local-network-access']);
    await context.route((url) => url.pathname === '/', withoutPolicy);
  });
  const dialogs = [];
  opened.page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  return { ...opened, dialogs };
}

/** withoutPolicy answers with the page as it would be if nobody had thought of a policy. */
async function withoutPolicy(route) {
  const answer = await route.fetch();
  const text = await answer.text();
  const body = text.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, '');
  assert.notEqual(body, text);
  await route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body });
}

/** madeOf lists what the names have become on the page instead of text. */
function madeOf(page) {
  return page.evaluate(() => {
    const foreign =
      'iframe, base, math, object, embed, script:not([src]), img[src="x"], [onerror], [onload], [onfocus]';
    const made = [...document.querySelectorAll(`${foreign}, [ontoggle], [onmouseover], a[href^="javascript:" i]`)];
    return made.filter((node) => node.id !== 'control').map((node) => node.outerHTML.slice(0, 200));
  });
}

/** overlays opens what every button of the page opens, and looks at each. */
async function overlays(page, look) {
  const buttons = page.locator('main button[aria-haspopup], header button[aria-haspopup]');
  const seen = {};
  for (let i = 0; i < (await buttons.count()); i++) {
    const button = buttons.nth(i);
    if (!(await button.isVisible()) || !(await button.isEnabled())) continue;
    if (await button.evaluate((node) => node.closest('[inert]') !== null)) continue;
    // Of buttons that are alike, such as the menus of tiles, two are enough.
    const kind = await button.evaluate((node) => `${node.className} ${node.innerHTML.replace(/<(?!path).*?>/g, '')}`);
    seen[kind] = (seen[kind] ?? 0) + 1;
    if (seen[kind] > 2) continue;
    const over = page.locator('[role="menu"]:visible, [role="dialog"]:visible, [role="listbox"]:visible');
    await button.click();
    await over.first().waitFor();
    await look();
    await eventually(async () => {
      await page.keyboard.press('Escape');
      return over.count();
    }, 0);
  }
}

/** goTo goes to an address and waits until the page has what it asked for, whatever that is. */
async function goTo(page, route) {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/${route}`);
  await settled(page);
  assert.equal(await page.evaluate(() => window.location.hash), `#/${route}`);
}

/** settled waits until nothing of the page is grey or stale. */
async function settled(page) {
  await page.waitForSelector('header h1, main h1');
  await page.waitForFunction(
    () => !document.querySelector('[class*="Skeleton"], [class*="_stale_"], [aria-busy="true"], [class*="_waiting_"]'),
  );
}

/** charts walks over the points of every chart by keys, and over its area by the mouse. */
async function charts(page, look) {
  for (const chart of await page.locator('[data-drawing]').all()) {
    // What is asked anew meanwhile may have taken a drawing away.
    await settled(page);
    if ((await chart.count()) === 0) continue;
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('..').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'End', 'Home']) await page.keyboard.press(key);
    const box = await chart.boundingBox();
    if (!box) continue;
    for (const across of [0.15, 0.4, 0.6, 0.85]) {
      for (const down of [0.1, 0.5, 0.8]) await page.mouse.move(box.x + box.width * across, box.y + box.height * down);
    }
    await look();
  }
}

describe('hostile names', () => {
  const dir = folder();
  const own = { report: [], dashboard: [] };
  let browser;
  let today;
  before(async () => {
    browser = await launch();
    const { page } = await open(browser);
    await firstRun(page);
    ({ today } = await call(page, 'System.Status'));
    const usage = await facts(page, dir, today);
    await drop(page, usage);
    await eventually(() => command(['imports']).imports.map(({ state }) => state), Array(3).fill('committed'));
    await definitions(page);
    for (const [i, name] of names.entries()) {
      own.report.push((await call(page, 'Library.Save', 'report', JSON.stringify(reportOf(name, i)))).name);
    }
    for (const one of dashboards()) {
      own.dashboard.push((await call(page, 'Library.Save', 'dashboard', JSON.stringify(one))).name);
    }
    const rule = { name: '<img src=x onerror=window.mark=1>', template: 'ends_within', days: 60, watch: 'all' };
    await call(page, 'Rules.SetState', await call(page, 'Rules.Save', 0, JSON.stringify(rule)), 'active');
    await page.context().close();
  });
  after(() => browser.close());

  const known = () =>
    ask({ metrics: ['licenses_sold'], by: [{ dimension: 'account_key' }, { dimension: 'account' }] }).rows;

  it('are 42, and are imported as they are', () => {
    assert.equal(new Set(names).size, 42);
    assert.deepEqual(
      command(['imports']).imports.map(({ rejected }) => rejected),
      [0, 0, 0],
    );
    for (const dimension of ['account', 'country', 'owner', 'product']) {
      const values = ask({ metrics: ['licenses_sold'], by: [dimension] }).rows.map((row) => row[dimension]);
      assert.deepEqual(values.sort(), [...names].sort(), dimension);
    }
  });

  for (const policy of [true, false]) {
    describe(policy ? 'with the policy of the page' : 'without it', () => {
      let page;
      let wrong;
      let dialogs;
      const look = async () => {
        assert.deepEqual(await madeOf(page), [], page.url());
        assert.equal(await page.evaluate(() => window.mark), 0, page.url());
      };
      const see = async (route) => {
        await goTo(page, route);
        await look();
      };
      before(async () => {
        ({ page, wrong, dialogs } = await watched(browser, policy));
      });
      after(() => page.context().close());

      it('are text on every page, and in what its buttons open', async () => {
        const pages = ['portfolio', 'accounts', 'dashboards', 'reports', 'definitions', 'imports', 'inbox', 'rules'];
        const editors = ['report/new', 'dashboard/new/edit', 'rule/new', 'rule/1', 'rules/activity'];
        for (const route of [...pages, 'identity', 'settings', 'help', ...editors]) {
          await see(route);
          await overlays(page, look);
        }
        for (const { id } of command(['imports']).imports) await see(`imports/${id}`);
      });

      it('are text on every dashboard, its tabs and its charts', async () => {
        const shipped = command(['reports'])
          .dashboards.filter(({ about }) => about !== 'account')
          .map(({ name }) => name);
        for (const name of new Set([...own.dashboard, ...shipped])) {
          await see(`dashboard/${name}`);
          assert.match(await page.title(), / – Headroom$/);
          await charts(page, look);
          const tabs = page.getByRole('main').getByRole('tab');
          for (let i = 1; i < (await tabs.count()); i++) {
            await tabs.nth(i).click();
            await settled(page);
            await charts(page, look);
          }
        }
        await see(`dashboard/${own.dashboard[0]}`);
        await overlays(page, look);
        await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
        await page.emulateMedia({ media: 'print' });
        await look();
        await page.emulateMedia({ media: null });
        await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
      });

      it('are text where a dashboard is edited', async () => {
        for (const name of own.dashboard) await see(`dashboard/${name}/edit`);
        await overlays(page, look);
      });

      it('are text in every report of the builder', async () => {
        for (const name of own.report) await see(`report/${name}`);
        await overlays(page, look);
        await charts(page, look);
      });

      it('are text on the page of each account and entitlement', async () => {
        for (const { account_key, account } of known()) {
          await goTo(page, `account/${encodeURIComponent(account_key)}`);
          const heading = page.getByRole('heading', { level: 1 });
          await eventually(() => heading.evaluate((node) => node.textContent), account);
          assert.equal(await page.title(), `${account} – Headroom`.replace(/\s+/g, ' '));
          await look();
        }
        const { rows } = ask({ dataset: 'entitlements', columns: ['entitlement_key'], limit: 100 });
        for (const { entitlement_key } of rows) await see(`entitlement/${encodeURIComponent(entitlement_key)}`);
      });

      it('are text in passports, rows and rows of a table', async () => {
        const query = { metrics: ['licenses_sold'], by: ['account', 'product', 'hostile_group'], totals: true };
        for (let row = 0; row < names.length; row++) {
          const passport = { query, cell: { row, metric: 'licenses_sold' }, title: names[row] };
          await see(`portfolio?side=${encodeURIComponent(JSON.stringify({ passport }))}`);
          // A name that reads like a token is answered with a sentence.
          await page.getByRole('complementary').locator('table, [role="alert"]').first().waitFor();
          await look();
        }
        const of = { query, cell: { row: 0, metric: 'licenses_sold' }, title: names[1] };
        await see(`rows?q=${encodeURIComponent(JSON.stringify(of))}`);
        await page.getByRole('gridcell').first().click();
        await look();
        await overlays(page, look);
      });

      it('are text in the inbox, and the palette', async () => {
        const items = command(['inbox']).items.filter(({ state }) => state === 'open');
        assert.ok(items.length >= names.length);
        for (const { id, account } of items) {
          await goTo(page, `inbox/${id}`);
          const heading = page.getByRole('article').locator('h2');
          await eventually(() => heading.evaluate((node) => node.textContent), account);
          await look();
        }
        await page.keyboard.press('Control+k');
        const find = page.getByRole('combobox', { name: 'Search and commands' });
        for (const name of names) {
          await find.fill(name.slice(0, 40));
          await look();
        }
        await page.keyboard.press('Escape');
      });

      it('are text where a file of them is brought in', async () => {
        for (const file of ['accounts.csv', '<img src=x onerror=window.mark=1>.csv', 'usage {{7*7}}.csv']) {
          await see(`imports/new?path=${encodeURIComponent(`${dir}/${file}`)}`);
          await page.getByRole('table').first().waitFor();
          await look();
        }
      });

      it('has gone without a dialog or an error', () => {
        assert.deepEqual(dialogs, []);
        assert.deepEqual(wrong, []);
      });

      it('would have counted what is markup', async () => {
        await page.evaluate((all) => {
          const control = document.body.appendChild(document.createElement('div'));
          for (const name of all) control.appendChild(document.createElement('div')).innerHTML = name;
        }, names);
        assert.notDeepEqual(await madeOf(page), []);
        if (policy) {
          await eventually(() => wrong.some((text) => text.includes('policy: script-src')), true);
          assert.equal(await page.evaluate(() => window.mark), 0, 'the policy stops even what would get in');
        } else {
          await eventually(() => page.evaluate(() => window.mark > 5), true);
        }
      });
    });
  }
});
