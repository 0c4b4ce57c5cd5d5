import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import {
  call,
  drawn,
  eventually,
  faults,
  figures,
  grid,
  launch,
  looks,
  menu,
  open,
  opened,
  overflows,
  shoot,
  tile,
} from './browser.mjs';
import { day, int, month, pct } from './printed.mjs';
import { ask, command, demoIsWhole, figuresOf, firstRun } from './program.mjs';

describe('first run', () => {
  let browser;
  let page;
  let wrong;
  let today;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await firstRun(page);
    ({ today } = await call(page, 'System.Status'));
  });
  after(() => browser.close());

  it('offers demo, import and restore, in every look', async () => {
    for (const look of looks) {
      const other = await open(browser, look);
      for (const name of ['Open the demo', 'Choose files', 'Choose a backup']) {
        assert.ok(await other.page.getByRole('button', { name }).isVisible(), name);
      }
      assert.deepEqual(await faults(other.page), []);
      assert.deepEqual(await overflows(other.page), []);
      assert.deepEqual(other.wrong, []);
      await shoot(other.page, look, 'first-run');
      await other.page.context().close();
    }
  });

  it('draws the demo portfolio with the figures of ask', async () => {
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await page.getByRole('heading', { name: 'Act by' }).waitFor();
    await drawn(page);
    assert.ok(await page.getByText('This is the demo portfolio').isVisible());
    await demoIsWhole();
    await eventually(() => figures(page), figuresOf({ asOf: today }));
  });

  it('says how old the data is and when it was updated', async () => {
    const [oldest] = command(['staleness']).sources.toSorted((a, b) => a.as_of.localeCompare(b.as_of));
    const badge = page.getByRole('button', { name: /Data as of/ });
    const said = oldest.late > 0 ? '1 source late' : oldest.source; // the demo has a list that ceased to come
    assert.match(await badge.innerText(), new RegExp(`Data as of ${day(oldest.as_of).slice(0, -5)}, ${said}`));
    assert.match(await badge.innerText(), /Last updated today \d\d:\d\d/);
    await badge.click();
    await (await opened(page)).getByText('The oldest source decides').waitFor();
    await page.keyboard.press('Escape');
  });

  it('draws its charts, each with a sentence and a table', async () => {
    const charts = page.getByRole('group').and(page.locator('[aria-roledescription="chart"]'));
    assert.equal(await charts.count(), 3);
    for (const chart of await charts.all()) {
      assert.match(await chart.getAttribute('aria-label'), /^[A-Z].+: .+\.$/);
      assert.ok((await chart.locator('svg path').count()) > 5, 'nothing is drawn');
    }
  });

  it('shows what ends by month as a table, equal to ask', async () => {
    const { rows } = ask({
      metrics: ['licenses_ending'],
      by: [{ dimension: 'end_date', grain: 'month' }, { dimension: 'auto_renew' }],
      filter: { dimension: 'end_date', op: 'next', n: 12, unit: 'month' },
    });
    const ends = (name, renews) => {
      const found = rows.find((row) => month(row.end_date) === name && row.auto_renew === renews);
      return int(found?.licenses_ending ?? 0);
    };
    const shown = (await table('Licenses ending by month')).rows;
    assert.equal(shown.length, 12);
    const want = shown.map(([name]) => [name, ...['no', 'yes', null].map((renews) => ends(name, renews))]);
    // Where no entitlement is like that nothing is known of a sum, which is not 0.
    assert.deepEqual(
      shown.map((row) => row.map((cell) => (cell === '–' ? '0' : cell))),
      want,
    );
    assert.ok(rows.length >= 12, 'the demo ends in every month');
  });

  it('shows deployment and usage by product as a table, equal to ask', async () => {
    const of = ask({
      metrics: ['licenses_sold', 'licenses_assigned', 'deployment_rate'],
      by: [{ dimension: 'product' }],
    });
    const { head, rows } = await table('Deployment rate and usage rate by product');
    const deployed = head.indexOf('Deployment rate');
    const products = of.rows.filter(({ product }) => rows.some(([name]) => name === product));
    assert.ok(products.length >= 5);
    for (const row of products) {
      const [, ...shown] = rows.find(([name]) => name === row.product);
      assert.equal(shown[deployed - 1], pct(row.deployment_rate), row.product);
    }
  });

  it('shows active users by month as a table, equal to ask', async () => {
    const { rows } = ask({
      metrics: ['active_users'],
      by: [{ dimension: 'date', grain: 'month' }],
      filter: { dimension: 'date', op: 'last', n: 13, unit: 'month' },
    });
    const shown = (await table('Active users')).rows;
    assert.deepEqual(
      shown,
      rows.map((row) => [month(row.date), int(row.active_users)]),
    );
    assert.ok(shown.length >= 12);
  });

  it('is drawn soon', async (t) => {
    await page.reload();
    await page.getByRole('heading', { name: 'Act by' }).waitFor();
    await drawn(page);
    const { paint, now } = await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      now: performance.now(),
    }));
    t.diagnostic(
      `first paint ${Math.round(paint)} ms, portfolio drawn ${Math.round(now)} ms after the address was opened`,
    );
    assert.ok(now < 60_000);
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));

  async function table(title) {
    await menu(page, title, 'Show as table');
    return grid(tile(page, title).getByRole('grid'));
  }
});
