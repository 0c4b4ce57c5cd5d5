import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, cells, eventually, figures, launch, open, show, tile } from './browser.mjs';
import { plus } from './printed.mjs';
import { ask, command, figuresOf, withDemo } from './program.mjs';

describe('the point of view', () => {
  let browser;
  let page;
  let wrong;
  let today;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    ({ today } = await call(page, 'System.Status'));
  });
  after(() => browser.close());

  /** ending counts what is due: the rows of the agenda, and those it says it leaves out. */
  const ending = async () => {
    const due = tile(page, 'Act by');
    const more = await due.locator('table + p').allInnerTexts();
    const rows = (await cells(due.locator('table'))).length;
    return rows + Number((more[0] ?? '0').replace(/\D/g, ''));
  };

  const counted = (asOf, days) =>
    ask({
      as_of: asOf,
      columns: ['entitlement_key'],
      filter: { all: [{ dimension: 'status', op: 'in', values: ['active', 'trial'] }, within(days)] },
    }).row_count;
  const within = (n) => ({ dimension: 'end_date', op: 'next', n, unit: 'day' });

  it('follows the window that is typed', async () => {
    await eventually(() => figures(page), figuresOf({ asOf: today, days: 90 }));
    await eventually(ending, counted(today, 90));
    const input = page.getByRole('textbox', { name: 'Days ahead' });
    await input.fill('30');
    await eventually(() => figures(page), figuresOf({ asOf: today, days: 30 }));
    await eventually(ending, counted(today, 30));
    assert.ok(counted(today, 30) < counted(today, 90), 'the demo must tell the two windows apart');
    await page.reload();
    await eventually(() => figures(page), figuresOf({ asOf: today, days: 30 }));
    await input.fill('90');
    await eventually(() => figures(page), figuresOf({ asOf: today, days: 90 }));
  });

  it('tells another day on a tinted header', async () => {
    const header = page.locator('header').first();
    const colour = () => header.evaluate((node) => getComputedStyle(node).backgroundColor);
    const plain = await colour();
    const asOf = `${plus(`${today.slice(0, 7)}-01`, -31).slice(0, 7)}-15`;
    await page.getByRole('button', { name: /^As of/ }).click();
    const calendar = page.getByRole('dialog');
    for (let at = today.slice(0, 7); at > asOf.slice(0, 7); at = plus(`${at}-01`, -1).slice(0, 7)) {
      await calendar.getByRole('button', { name: 'Previous month' }).click();
    }
    await calendar.getByRole('button', { name: /^15 / }).click();
    await page.waitForURL((url) => url.hash.includes(`asOf=${asOf}`));
    await eventually(() => figures(page), figuresOf({ asOf }));
    await eventually(ending, counted(asOf, 90));
    assert.notEqual(await colour(), plain);
    assert.notDeepEqual(figuresOf({ asOf }), figuresOf({ asOf: today }), 'the demo must tell the two days apart');

    await show(page, `accounts?asOf=${asOf}`);
    assert.notEqual(await colour(), plain, 'the day stays when the page changes');
    await page.keyboard.press('Alt+a');
    await page.getByRole('button', { name: /^Today, / }).click();
    await page.waitForURL((url) => !url.hash.includes('asOf'));
    await show(page, 'portfolio');
    await eventually(() => figures(page), figuresOf({ asOf: today }));
    await eventually(colour, plain);
  });

  it('counts own partners only once they are named', async () => {
    const { rows } = ask({ metrics: ['licenses_sold'], by: [{ dimension: 'partner_id' }] });
    const own = rows.find((row) => row.partner_id !== null && row.licenses_sold > 0).partner_id;
    await show(page, 'settings');
    const input = page.getByLabel('Your partner ids');
    await input.fill(own);
    await input.press('Enter');
    await eventually(() => command(['settings']).settings.own_partner_ids, own);
    await show(page, 'portfolio');
    await eventually(() => figures(page), figuresOf({ asOf: today, scope: 'all' }));
    await page.getByRole('button', { name: 'Partner scope is all' }).click();
    await page.getByRole('menuitem', { name: /^own/ }).click();
    await eventually(() => figures(page), figuresOf({ asOf: today, scope: 'own' }));
    assert.notDeepEqual(
      figuresOf({ asOf: today, scope: 'own' }),
      figuresOf({ asOf: today, scope: 'all' }),
      'two partners sell',
    );
    await show(page, 'settings');
    await input.fill('');
    await input.press('Enter');
    await eventually(() => command(['settings']).settings.own_partner_ids, '');
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
