import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { drawn, drop, eventually, launch, open, show, tile } from './browser.mjs';
import { accounts, folder, write } from './files.mjs';
import { plus } from './printed.mjs';
import { ask, command, firstRun } from './program.mjs';

const names = [
  '<script>window.mark=1</script>',
  '"><img src=x onerror="window.mark=1">',
  "'><svg onload=window.mark=1>",
  '</script><script>window.mark=1</script>',
  '</td></tr></table><iframe srcdoc="<script>parent.mark=1</script>">',
  '<b>bold</b> &amp; &lt;i&gt;',
  'javascript:window.mark=1',
  'data:text/html,<script>window.mark=1</script>',
  '{{7*7}}',
  `\${7*7}`,
  '{b}: {c}',
  '%3Cscript%3Ewindow.mark=1%3C/script%3E',
  '__proto__',
  'constructor',
  'toString',
  '=HYPERLINK("http://x.invalid","click")',
  "Robert'); DROP TABLE account;--",
  '../../etc/passwd',
  '#/account/nobody?asOf=2020-01-01',
  'a?b#c%2Fd/e\\f',
  'abc \u202Etxt.exe',
  'العربية شركة (١٢٣)',
  '👩🏽‍💻 株式会社 𝒜',
  'Z\u0351\u036B\u0343a\u0363\u0365l\u0348g\u035Ao'.normalize('NFC'),
  `${'long '.repeat(59)}tail!`,
  'W'.repeat(300),
];

describe('hostile names', () => {
  const dir = folder();
  let browser;
  let page;
  let wrong;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await firstRun(page);
    const today = new Date().toISOString().slice(0, 10);
    const head = [
      'EntitlementID',
      'EntitlementState',
      'End Customer|Account',
      'End Customer|AccountName',
      'ActivationID',
      'PartNumber',
      'ProductName',
      'Quantity',
      'StartDate',
      'ExpirationDate',
    ];
    const rows = names.map((name, i) => [
      `E2E-ENT-${i}`,
      'DEPLOYED',
      `E2E-${i}`,
      name,
      `act-${i}`,
      'PN',
      name,
      100 + i,
      plus(today, -100),
      plus(today, 10 + i),
    ]);
    const used = [
      'Account',
      'Product',
      'Feature',
      'Transaction Time',
      'Received Time',
      'Count',
      'Acquisition ID',
      'Consumer ID',
      'Device ID',
      'Server ID',
    ];
    const uses = names.map((name) => [
      name,
      name,
      name,
      `${plus(today, -60)}T10:00:00.+0000`,
      `${plus(today, -60)}T10:00:00.+0000`,
      1,
      '',
      '',
      name,
      'S',
    ]);
    const files = [
      accounts(join(dir, '<img src=x onerror=window.mark=1>.csv'), names),
      write(join(dir, 'EntitlementsExtract-<b>.csv'), [head, ...rows]),
      write(join(dir, 'usage {{7*7}}.csv'), [used, ...uses]),
    ];
    await drop(page, ...files);
    await tile(page, 'Result').waitFor();
    await page.evaluate((rule) => window.go.bridge.Rules.Add(rule), {
      name: '<img src=x onerror=window.mark=1>',
      template: 'ends_within',
      days: 60,
      threshold: 0,
      clear: 0,
      watch: 'all',
    });
  });
  after(() => browser.close());

  const mark = () => page.evaluate(() => window.mark ?? null);
  const known = () =>
    ask({ metrics: ['licenses_sold'], by: [{ dimension: 'account_key' }, { dimension: 'account' }] }).rows;

  it('are imported as they are', () => {
    assert.deepEqual(
      command(['imports'])
        .imports.filter(({ state }) => state === 'committed')
        .slice(0, 3)
        .map(({ rejected }) => rejected),
      [0, 0, 0],
    );
    assert.deepEqual(
      known()
        .map((row) => row.account)
        .sort(),
      [...names].sort(),
    );
  });

  it('are text on the page of imports', async () => {
    await show(page, 'imports');
    await page.getByRole('link', { name: '<img src=x onerror=window.mark=1>.csv' }).first().waitFor();
    assert.equal(await mark(), null);
  });

  it('are text on the portfolio, in its tables, charts and their tooltips', async () => {
    await show(page, 'portfolio');
    for (const chart of await page.locator('[aria-roledescription="chart"]').all()) {
      await chart.focus();
      for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
      await chart.hover();
    }
    assert.equal(await mark(), null);
    await tile(page, 'Ending soon').getByText(names[0], { exact: true }).first().waitFor();
    for (const title of ['Licenses ending by month', 'Deployment and usage by product']) {
      await page.getByRole('button', { name: `${title}: show as table` }).click();
    }
    await tile(page, 'Deployment and usage by product')
      .getByRole('cell', { name: 'W'.repeat(300) })
      .waitFor();
    assert.equal(await mark(), null);
  });

  it('are text on the page of each account', async () => {
    for (const { account_key, account } of known()) {
      await show(page, `account/${encodeURIComponent(account_key)}`);
      const heading = page.getByRole('heading', { level: 1 });
      await eventually(() => heading.evaluate((node) => node.textContent), account);
      await drawn(page);
      assert.equal(await page.title(), `${account} – Headroom`.replace(/\s+/g, ' '));
      assert.equal(await mark(), null, account);
    }
  });

  it('are text in rules and in the inbox', async () => {
    await show(page, 'rules');
    await page.getByRole('row', { name: /<img src=x/ }).waitFor();
    const items = command(['inbox']).items.filter(({ state }) => state === 'open');
    assert.ok(items.length >= names.length);
    for (const { id, account } of items) {
      await show(page, `inbox/${id}`);
      await eventually(
        () =>
          page
            .getByRole('article')
            .locator('h2')
            .evaluate((node) => node.textContent),
        account,
      );
    }
    assert.equal(await mark(), null);
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));

  it('makes nothing but text, or this test could not fail', async () => {
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.mark=1">');
    });
    await eventually(() => wrong.some((text) => text.includes('policy: script-src')), true);
    assert.equal(await mark(), null, 'the policy stops even what would get in');
  });
});
