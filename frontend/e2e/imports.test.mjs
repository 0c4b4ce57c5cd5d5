import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { call, drop, eventually, figures, launch, open, show, tile } from './browser.mjs';
import { folder, subscriptions, tenant, write } from './files.mjs';
import { plus } from './printed.mjs';
import { ask, command, digest, figuresOf, withDemo } from './program.mjs';

describe('imports', () => {
  const dir = folder();
  let browser;
  let page;
  let wrong;
  let today;
  let path;
  let pristine;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    // A file that moves the totals far waits to be looked at; that is the wizard's journey.
    await call(page, 'Settings.Set', 'import_warn_share', '0');
    ({ today } = await call(page, 'System.Status'));
    pristine = digest();
    const line = (n, seats, over = {}) => ({
      PGAMpnID: '9000002',
      SubscriptionId: tenant(1000 + n),
      SubscriptionStartDate: plus(today, -300),
      SubscriptionEndDate: plus(today, 20 + n),
      SubscriptionState: 'Active',
      Month: `${today.slice(0, 7)}-01`,
      IsAutoRenew: n % 2 ? 'Yes' : 'No',
      CustomerName: `E2E Customer ${n % 3}`,
      CustomerTenantId: tenant(n % 3),
      Product: 'E2E Suite',
      SKU: 'E2E Suite',
      MPNID: '6000002',
      IsDuplicateRowForPGA: '0',
      AvailableSeatsEOP: seats,
      ...over,
    });
    const lines = [
      ...[1, 2, 3, 4, 5, 6].map((n) => line(n, 10 * n)),
      line(7, 5, { IsDuplicateRowForPGA: '1' }),
      line(8, 'many'),
      line(9, 9, { CustomerTenantId: '', CustomerName: '' }),
    ];
    path = write(join(dir, 'e2e-subscriptions.csv'), [
      subscriptions,
      ...lines.map((one) => subscriptions.map((column) => one[column])),
    ]);
    await show(page, 'portfolio');
    await eventually(() => figures(page), figuresOf({ asOf: today }));
  });
  after(() => browser.close());

  const counts = () =>
    tile(page, 'Result')
      .locator('dl > div')
      .evaluateAll((list) =>
        Object.fromEntries(
          list.map((one) => [one.children[0].textContent, Number(one.children[1].textContent.replaceAll(',', ''))]),
        ),
      );
  const imported = () => command(['imports']).imports.find(({ file }) => file === basename(path));

  it('takes dropped files and shows counts that add up', async () => {
    await drop(page, path);
    await page.getByRole('heading', { level: 1, name: 'Imports' }).waitFor();
    await tile(page, 'Result').waitFor();
    const { rows, added, changed, unchanged, skipped, rejected } = imported();
    assert.deepEqual(await counts(), {
      'Rows read': rows,
      Added: added,
      Changed: changed,
      Unchanged: unchanged,
      Skipped: skipped,
      Rejected: rejected,
    });
    assert.equal(rows, 9);
    assert.equal(rows, added + changed + unchanged + skipped + rejected);
    assert.ok(added > 0 && skipped > 0 && rejected > 0, 'every kind of row must occur');
    await tile(page, 'Result').getByText('1 row is marked as a duplicate attribution and was skipped').waitFor();
  });

  it('names row, column and value of what it rejected', async () => {
    const { problems } = imported();
    const rejected = problems.filter(({ note }) => !note);
    assert.ok(rejected.length > 0);
    const shown = await tile(page, 'Result')
      .getByRole('region', { name: 'Rows with problems' })
      .locator('tbody tr')
      .allInnerTexts();
    for (const [i, { row, column, message }] of rejected.entries()) {
      for (const part of [String(row), column, message])
        assert.ok(shown[i].includes(part), `${part} is not in ${shown[i]}`);
    }
  });

  it('changes the figures as ask says', async () => {
    const { rows } = ask({
      metrics: ['licenses_sold'],
      filter: { dimension: 'product', op: 'eq', value: 'E2E Suite' },
    });
    assert.ok(rows[0].licenses_sold >= 210);
    await show(page, 'portfolio');
    await eventually(() => figures(page), figuresOf({ asOf: today }));
    await show(page, 'imports');
  });

  it('knows the same file again', async () => {
    const { id } = imported();
    const same = digest();
    await drop(page, path);
    await tile(page, 'Result').getByText('The same file was imported before. Nothing changed.').waitFor();
    assert.equal(digest(), same);
    await tile(page, 'Result').getByRole('link', { name: 'Show that import' }).click();
    await page.getByRole('heading', { level: 1, name: basename(path) }).waitFor();
    assert.match(page.url(), new RegExp(`#/imports/${id}$`));
    await page.goBack();
  });

  it('refuses a file with a sentence and what to do', async () => {
    const same = digest();
    const column = subscriptions.indexOf('AvailableSeatsEOP');
    const bad = write(join(dir, 'e2e-no-seats.csv'), [
      subscriptions.filter((_, i) => i !== column).concat('AvailableSeats'),
      subscriptions.map(() => '1'),
    ]);
    await drop(page, bad);
    const alert = tile(page, 'Result').getByRole('alert');
    await alert.getByText('e2e-no-seats.csv was refused').waitFor();
    const text = await alert.innerText();
    assert.match(text, /AvailableSeatsEOP/);
    assert.match(text, /export the file again/i);
    assert.match(text, /Nothing of this file was stored\./);
    assert.equal(digest(), same);
  });

  it('takes good files beside bad ones', async () => {
    const strange = write(join(dir, 'strange.csv'), [
      ['one', 'two'],
      ['1', '2'],
    ]);
    await drop(page, path, strange, join(dir, 'absent.csv'));
    await tile(page, 'Result').getByText('strange.csv was refused').waitFor();
    await tile(page, 'Result').getByText('absent.csv was refused').waitFor();
    await tile(page, 'Result').getByText('The same file was imported before').waitFor();
    await tile(page, 'Result').getByRole('button', { name: 'Close' }).click();
    await tile(page, 'Result').waitFor({ state: 'detached' });
  });

  it('lists the history, newest first', async () => {
    const table = tile(page, 'History').locator('table');
    const known = command(['imports']).imports.map(({ file }) => file);
    await eventually(() => table.locator('tbody tr td:first-child a').allInnerTexts(), known);
    assert.equal(known[0], basename(path));
  });

  it('undoes an import after it has asked, and the figures return', async () => {
    const undo = tile(page, 'History').getByRole('button', { name: `Undo ${basename(path)}` });
    await undo.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).last().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(imported().state, 'committed');
    await undo.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo import' }).click();
    await page.getByText(`Import of ${basename(path)} undone`).waitFor();
    await tile(page, 'History')
      .getByRole('row', { name: new RegExp(basename(path)) })
      .getByText('Undone')
      .waitFor();
    assert.equal(digest(), pristine);
    await show(page, 'portfolio');
    await eventually(() => figures(page), figuresOf({ asOf: today }));
  });

  it('imports again what was undone, and takes it back by the toast', async () => {
    await drop(page, path);
    await tile(page, 'Result').waitFor();
    assert.notEqual(digest(), pristine);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`Import of ${basename(path)} undone`).waitFor();
    assert.equal(digest(), pristine);
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
