import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, eventually, launch, open, show } from './browser.mjs';
import { command, withDemo } from './program.mjs';

describe('titles and heads in a small window', () => {
  let browser;
  let page;
  let reports;
  before(async () => {
    browser = await launch();
    ({ page } = await open(browser, { width: 1024, height: 640, scheme: 'light' }));
    await withDemo(page);
    ({ reports } = command(['reports']));
    await call(page, 'Settings.Set', 'language', 'de');
    await page.reload();
    await page.waitForSelector('main');
  });
  after(() => browser.close());

  /** cut lists what of the header and of the heads of tables is not whole, as what is longer than its lines. */
  const cut = () =>
    page.evaluate(() => {
      const titles = document.querySelectorAll(
        'header h1, header a span, header button span, [role="columnheader"] > span',
      );
      return [...titles]
        .filter((node) => node.clientHeight > 1 && node.clientWidth > 1)
        .filter((node) => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1)
        .map((node) => node.textContent);
    });

  it('are whole for every shipped report, also in German', async () => {
    assert.ok(reports.length > 10);
    for (const { name } of reports) {
      await show(page, `report/${name}`);
      await page.getByRole('columnheader').first().waitFor();
      await eventually(cut, []);
    }
  });

  it('would be found if they were cut', async () => {
    await page.locator('header h1').evaluate((title) => title.append(' und noch mehr Worte'.repeat(20)));
    assert.equal((await cut()).length, 1);
  });
});
