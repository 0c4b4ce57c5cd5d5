import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, drawn, eventually, figures, grid, launch, open, show, tile } from './browser.mjs';
import { day, int, pct } from './printed.mjs';
import { ask, figuresOf, withDemo } from './program.mjs';

describe('accounts', () => {
  let browser;
  let page;
  let wrong;
  let today;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    ({ today } = await call(page, 'System.Status'));
    await show(page, 'accounts');
  });
  after(() => browser.close());

  const metrics = ['licenses_sold', 'licenses_assigned', 'deployment_rate', 'active_users', 'usage_rate', 'overage'];
  const byAccount = () => ask({ metrics, by: [{ dimension: 'account_key' }, { dimension: 'account' }] }).rows;
  const table = () => page.getByRole('grid', { name: 'Accounts' });
  const cell = (row, column) => table().locator(`[data-cell="${row}:${column}"]`);
  const head = (name) => table().getByRole('columnheader', { name });
  const focused = () => page.evaluate(() => document.activeElement.dataset.cell);

  it('shows the figures of ask in every row, and in all', async () => {
    const want = new Map(byAccount().map((row) => [row.account, row]));
    const seen = new Set();
    // Only the rows in sight are drawn, so the table is read from top and end.
    for (const [keys, at] of [
      [['Control+Home'], '0:0'],
      [['Control+End', 'ArrowUp'], `${want.size - 1}:8`],
    ]) {
      await table().locator('[data-cell][tabindex="0"]').focus();
      for (const key of keys) await page.keyboard.press(key);
      await eventually(focused, at);
      for (const [name, , sold, assigned, rate, active, usage, overage] of (await grid(table())).rows) {
        if (name === `${want.size} rows`) continue;
        const row = want.get(name);
        assert.ok(row, `${name} is not an account`);
        seen.add(name);
        const small = row.licenses_sold !== null && row.licenses_sold < 5;
        const printed = small ? `${row.licenses_assigned} of ${row.licenses_sold}` : pct(row.deployment_rate);
        assert.deepEqual(
          [sold, assigned, rate, active, usage, overage],
          [
            int(row.licenses_sold),
            int(row.licenses_assigned),
            printed,
            int(row.active_users),
            pct(row.usage_rate),
            int(row.overage),
          ],
          name,
        );
      }
    }
    assert.equal(seen.size, want.size);
    const [all] = ask({ metrics }).rows;
    const foot = (await grid(table())).rows.find(([name]) => name === `${want.size} rows`);
    assert.deepEqual(foot.slice(2, 4), [int(all.licenses_sold), int(all.licenses_assigned)]);
    assert.deepEqual(foot.slice(4, 8), [
      pct(all.deployment_rate),
      int(all.active_users),
      pct(all.usage_rate),
      int(all.overage),
    ]);
  });

  it('sorts by a column, unknown values last', async () => {
    for (const order of ['ascending', 'descending']) {
      await head('Licenses sold').click();
      await table().locator(`[aria-sort="${order}"]`).and(head('Licenses sold')).waitFor();
      await table().locator('[data-cell][tabindex="0"]').focus();
      await page.keyboard.press('Control+Home');
      await eventually(focused, '0:0');
      const sold = byAccount()
        .map((row) => row.licenses_sold)
        .filter((value) => value !== null)
        .sort((a, b) => (order === 'ascending' ? a - b : b - a));
      await eventually(
        async () => (await grid(table())).rows.slice(0, 10).map((row) => row[2]),
        sold.slice(0, 10).map(int),
      );
    }
  });

  it('finds by name, without case and accents', async () => {
    const said = page.getByRole('search').getByRole('status');
    await page.keyboard.press('/');
    await page.keyboard.type('VALTRÒMPIA');
    await eventually(() => said.innerText(), '1 of 1');
    assert.equal(await table().locator('mark').first().innerText(), 'Valtrompia');
    await page.keyboard.press('Escape');
    await eventually(() => said.innerText(), '');
    await page.keyboard.press('/');
    await page.keyboard.type('nobody at all');
    await eventually(() => said.innerText(), 'Not found');
    await page.getByRole('button', { name: 'Clear search' }).click();
    await eventually(() => said.innerText(), '');
  });

  it('walks by arrows, J and K, and opens with Enter', async () => {
    await table().locator('[data-cell][tabindex="0"]').focus();
    await page.keyboard.press('Control+Home');
    await eventually(focused, '0:0');
    for (const [key, at] of [
      ['ArrowDown', '1:0'],
      ['j', '2:0'],
      ['j', '3:0'],
      ['k', '2:0'],
      ['ArrowRight', '2:1'],
      ['ArrowLeft', '2:0'],
      ['ArrowUp', '1:0'],
    ]) {
      await page.keyboard.press(key);
      await eventually(focused, at);
    }
    const name = await cell(1, 0).getAttribute('title');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  });

  it('goes back and forward', async () => {
    const name = await page.getByRole('heading', { level: 1 }).innerText();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  });

  it('tells of an account what ask tells', async () => {
    const many = ask({
      metrics: ['entitlements'],
      by: [{ dimension: 'account_key' }],
      sort: [{ by: 'entitlements', desc: true }],
    });
    const account = many.rows[0].account_key;
    await show(page, `account/${encodeURIComponent(account)}`);
    await drawn(page);
    const shared = ['Licenses sold', 'Deployment rate', 'Usage rate', 'Licenses ending'];
    const chosen = (all) => shared.map((name) => Object.entries(all).find(([label]) => label.startsWith(name))?.[1]);
    await eventually(async () => chosen(await figures(page)), chosen(figuresOf({ asOf: today, account })));
    const { rows } = ask({
      columns: ['product', 'sku', 'quantity', 'assigned', 'start_date', 'end_date', 'auto_renew'],
      filter: { dimension: 'account_key', op: 'eq', value: account },
    });
    assert.ok(rows.length >= 3);
    const region = tile(page, 'Entitlements');
    await region.scrollIntoViewIfNeeded();
    const { head: titles, rows: shown } = await grid(region.getByRole('grid'));
    const at = (row, title) => row[titles.indexOf(title)];
    const want = rows.map((row) => [
      row.product,
      int(row.quantity),
      int(row.assigned),
      day(row.start_date),
      row.end_date ? day(row.end_date) : '–',
    ]);
    const got = shown.map((row) => [
      at(row, 'Product'),
      at(row, 'Licenses'),
      at(row, 'Licenses assigned'),
      at(row, 'Start date'),
      at(row, 'End date').replace(/(\d{4}).*/, '$1'),
    ]);
    const ordered = (list) => list.map((row) => JSON.stringify(row)).sort();
    if (shown.length === rows.length) assert.deepEqual(ordered(got), ordered(want));
    // A long list is drawn as far as it is in sight.
    for (const row of ordered(got)) assert.ok(ordered(want).includes(row), row);
  });

  it('says that an account does not exist', async () => {
    await show(page, 'account/nobody');
    await page.getByRole('main').getByText('No import speaks of this account.').waitFor();
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
