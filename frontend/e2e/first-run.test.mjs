import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import {
  call,
  cells,
  drawn,
  eventually,
  faults,
  figures,
  launch,
  looks,
  open,
  opened,
  overflows,
  shoot,
  tile,
} from './browser.mjs';
import { day, int, month, pct, plus } from './printed.mjs';
import { ask, demoIsWhole, figuresOf, firstRun } from './program.mjs';

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
    await page.getByRole('heading', { name: 'Ending soon' }).waitFor();
    await drawn(page);
    assert.ok(await page.getByText('This is the demo portfolio').isVisible());
    await demoIsWhole();
    await eventually(() => figures(page), figuresOf({ asOf: today }));
  });

  it('says how old the data is and when it was updated', async () => {
    const { data_as_of } = ask({ metrics: ['licenses_sold', 'active_users'] });
    const badge = page.getByRole('button', { name: /Data as of/ });
    assert.match(await badge.innerText(), new RegExp(`Data as of ${day(data_as_of).slice(0, -5)}\\b`));
    assert.match(await badge.innerText(), /Last updated today \d\d:\d\d/);
    await badge.click();
    await (await opened(page)).getByText('The oldest source decides').waitFor();
    await page.keyboard.press('Escape');
  });

  it('draws three charts, each with a sentence', async () => {
    const charts = page.getByRole('group').and(page.locator('[aria-roledescription="chart"]'));
    assert.equal(await charts.count(), 3);
    for (const chart of await charts.all()) {
      assert.match(await chart.getAttribute('aria-label'), /^[A-Z].+ .+\.$/);
      assert.ok((await chart.locator('svg path').count()) > 5, 'nothing is drawn');
    }
  });

  it('shows what ends by month as a table, equal to ask', async () => {
    const last = plus(`${plus(`${today.slice(0, 7)}-01`, 366).slice(0, 7)}-01`, -1);
    const { rows } = ask({
      metrics: ['licenses_ending'],
      by: [{ dimension: 'end_date', grain: 'month' }, { dimension: 'auto_renew' }],
      filter: { dimension: 'end_date', op: 'between', values: [today, last] },
    });
    const ends = (name, renews) =>
      rows
        .filter((row) => month(row.end_date) === name && row.auto_renew === renews)
        .reduce((sum, row) => sum + row.licenses_ending, 0);
    const shown = await table('Licenses ending by month');
    assert.equal(shown.length, 12);
    const want = shown.map(([name]) => [name, ...['no', 'yes', null].map((renews) => int(ends(name, renews)))]);
    assert.deepEqual(shown, want);
    assert.ok(rows.length >= 12, 'the demo ends in every month');
  });

  it('shows deployment and usage by product as a table, equal to ask', async () => {
    const sold = ask({
      metrics: ['licenses_sold', 'licenses_assigned', 'deployment_rate'],
      by: [{ dimension: 'product' }],
    });
    const used = ask({ metrics: ['usage_rate', 'active_users', 'usage_total'], by: [{ dimension: 'workload' }] });
    const shown = new Map((await table('Deployment and usage by product')).map(([name, ...rest]) => [name, rest]));
    const products = sold.rows.filter(({ product, licenses_sold }) => licenses_sold > 0 && shown.has(product));
    const workloads = used.rows.filter(({ workload }) => shown.has(workload));
    assert.ok(products.length >= 5 && workloads.length >= 4);
    for (const row of products) {
      const want = [pct(row.deployment_rate), int(row.licenses_assigned), int(row.licenses_sold)];
      assert.deepEqual(shown.get(row.product).slice(0, 3), want, row.product);
    }
    for (const row of workloads) {
      const want = [pct(row.usage_rate), int(row.active_users), int(row.usage_total)];
      assert.deepEqual(shown.get(row.workload).slice(3), want, row.workload);
    }
  });

  it('shows active users by month as a table, equal to ask', async () => {
    const { rows } = ask({
      metrics: ['active_users'],
      by: [{ dimension: 'date', grain: 'month' }],
      filter: { dimension: 'date', op: 'last', n: 13, unit: 'month' },
    });
    const shown = await table('Active users');
    assert.deepEqual(
      shown,
      rows.map((row) => [month(row.date), int(row.active_users)]),
    );
    assert.ok(shown.length >= 12);
  });

  it('is drawn soon', async (t) => {
    await page.reload();
    await page.getByRole('heading', { name: 'Ending soon' }).waitFor();
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
    await page.getByRole('button', { name: `${title}: show as table` }).click();
    return cells(tile(page, title).locator('table'));
  }
});
