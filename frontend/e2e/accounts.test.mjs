import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, cells, drawn, eventually, figures, launch, open, show, tile } from './browser.mjs';
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
  const links = () => page.locator('tbody a');
  const focused = () => page.evaluate(() => document.activeElement.closest('tr')?.dataset.row);

  it('shows the figures of ask in every row', async () => {
    const want = new Map(byAccount().map((row) => [row.account, row]));
    const head = page.getByRole('button', { name: 'Account', exact: true });
    await head.click();
    await page
      .getByRole('columnheader', { name: 'Account', exact: true })
      .and(page.locator('[aria-sort="ascending"]'))
      .waitFor();
    const seen = new Set();
    // Only the rows in sight are drawn, so the table is read from top and end.
    for (const key of ['Home', 'End']) {
      await links().first().focus();
      await page.keyboard.press(key);
      await eventually(focused, key === 'Home' ? '0' : String(want.size - 1));
      for (const [, name, , sold, assigned, rate, active, usage, overage] of await cells(page.locator('main'))) {
        if (name === undefined) continue;
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
  });

  it('sorts by a column, unknown values last', async () => {
    for (const order of ['descending', 'ascending']) {
      await page.getByRole('button', { name: 'Sold' }).click();
      await page.locator(`[aria-sort="${order}"]`).getByRole('button', { name: 'Sold' }).waitFor();
      await links().first().focus();
      await page.keyboard.press('Home');
      await eventually(focused, '0');
      const sold = byAccount()
        .map((row) => row.licenses_sold)
        .filter((value) => value !== null)
        .sort((a, b) => (order === 'ascending' ? a - b : b - a));
      const shown = (await cells(page.locator('main'))).filter((row) => row.length > 1).map((row) => row[3]);
      assert.deepEqual(shown.slice(0, 10), sold.slice(0, 10).map(int));
    }
  });

  it('finds by name, without case and accents', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('VALTRÒMPIA');
    await page.getByText('1 of 48 accounts').waitFor();
    assert.equal(await links().count(), 1);
    await page.keyboard.press('Escape');
    await page.getByText('48 accounts', { exact: true }).waitFor();
    await page.keyboard.type('nobody at all');
    await page.getByRole('button', { name: 'Clear the search, show 48 accounts' }).click();
    await page.getByText('48 accounts', { exact: true }).waitFor();
  });

  it('walks by arrows, J and K, and opens with Enter', async () => {
    await links().first().focus();
    await page.keyboard.press('Home');
    await eventually(focused, '0');
    for (const [key, row] of [
      ['ArrowDown', '1'],
      ['j', '2'],
      ['j', '3'],
      ['k', '2'],
      ['ArrowUp', '1'],
    ]) {
      await page.keyboard.press(key);
      await eventually(focused, row);
    }
    const name = await page.evaluate(() => document.activeElement.textContent);
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
    await page.getByRole('heading', { name: 'Entitlements', exact: true }).waitFor();
    await drawn(page);
    await eventually(() => figures(page), figuresOf({ asOf: today, account }));
    const { rows } = ask({
      columns: ['product', 'sku', 'quantity', 'assigned', 'end_date', 'days_to_end', 'status', 'trial', 'file', 'line'],
      filter: { dimension: 'account_key', op: 'eq', value: account },
    });
    assert.ok(rows.length >= 3);
    const shown = (await cells(tile(page, 'Entitlements').locator('table'))).map(
      ([, what, , sold, assigned, , end]) => ({
        what,
        sold,
        assigned,
        end,
      }),
    );
    const want = rows.map((row) => {
      const counts = row.status === 'active' && row.trial !== 'yes' && row.trial !== true && !(row.end_date < today);
      const bracket = (value) => (counts || value === null ? int(value) : `(${int(value)})`);
      return {
        what: `${row.product} ${row.sku ?? ''}Line ${int(row.line)} of ${row.file}`,
        sold: bracket(row.quantity),
        assigned: bracket(row.assigned),
        end: row.end_date === null ? 'no end' : `${day(row.end_date)}${inDays(row.days_to_end)}`,
      };
    });
    const ordered = (list) => list.map((row) => JSON.stringify(row)).sort();
    assert.deepEqual(ordered(shown), ordered(want));
  });

  it('says that an account does not exist', async () => {
    await show(page, 'account/nobody');
    await page.getByRole('alert').getByText('No import speaks of this account.').waitFor();
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));

  function inDays(days) {
    return new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' }).format(days, 'day');
  }
});
