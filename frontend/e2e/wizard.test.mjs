import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import {
  call,
  drawn,
  drop,
  eventually,
  faults,
  figures,
  launch,
  looks,
  open,
  overflows,
  shoot,
  show,
  tile,
} from './browser.mjs';
import { folder, write } from './files.mjs';
import { ask, command, digest, firstRun } from './program.mjs';

const header = ['Kunde', 'Produkt', 'Anzahl', 'Zugewiesen', 'Ende', 'Notiz'];

describe('a first-time user with a sheet of their own', () => {
  const dir = folder();
  let browser;
  let page;
  let wrong;
  let year;
  let sheet;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await firstRun(page);
    const { today } = await call(page, 'System.Status');
    year = Number(today.slice(0, 4)) + 1;
    // No day is above 12, so that every date can be read in two ways.
    sheet = write(join(dir, 'renewals-1.csv'), [
      header,
      ['Alpha GmbH', 'Suite Pro', '100', '80', `03/04/${year}`, 'renew early'],
      ['Beta AG', 'Suite Pro', '50', '20', `05/06/${year}`, ''],
      ['', 'Data Vault', '25', '5', `07/08/${year}`, 'ask Jo'],
    ]);
  });
  after(() => browser.close());

  const sold = () => ask({ metrics: ['licenses_sold'] }).rows[0].licenses_sold;
  const ends = () =>
    ask({ columns: ['account', 'end_date'] })
      .rows.map((row) => row.end_date)
      .sort();
  const button = (name) => page.getByRole('button', { name });

  it('reaches their numbers by mouse, in six steps', async () => {
    const steps = [];
    const step = async (what, done) => {
      steps.push(what);
      await done;
    };
    await step('drop the file', drop(page, sheet));
    await step('open what waits', tile(page, 'Result').getByRole('link', { name: 'Answer' }).click());
    await page.getByText(`03/04/${year} → 3 Apr ${year}`).waitFor();
    await page.getByText(`03/04/${year} → 4 Mar ${year}`).waitFor();
    assert.equal(await button('Check what would change').isDisabled(), true);
    await step('say that the day comes first', page.getByLabel('day first').click());
    await step('check', button('Check what would change').click());
    await button('Import 2 rows, leave out 1').waitFor();
    assert.deepEqual(command(['imports']).imports, []);
    await step('import', button('Import 2 rows, leave out 1').click());
    await page.waitForURL(/#\/imports\/\d+$/);
    await step('look at the portfolio', page.getByRole('link', { name: 'Portfolio' }).click());
    await eventually(async () => (await figures(page))['Licenses sold'], '150');
    assert.equal(sold(), 150);
    assert.deepEqual(ends(), [`${year}-04-03`, `${year}-06-05`]);
    assert.equal(steps.length, 6, steps.join(', '));
  });

  it('mends the row that was left out', async () => {
    const [{ id }] = command(['imports']).imports;
    await show(page, `imports/${id}`);
    const left = tile(page, 'Rejected rows');
    await left.getByLabel('Kunde of row 4').fill('Gamma KG');
    await left.getByRole('button', { name: 'Try 1 mended row again' }).click();
    await left.getByText(/^Mended by import \d+$/).waitFor();
    assert.equal(sold(), 175);
    await tile(page, 'What moved').getByRole('link', { name: 'Alpha GmbH' }).waitFor();
  });

  it('reaches them again by keyboard alone', async () => {
    for (const { id } of command(['imports']).imports) await call(page, 'Imports.Undo', id);
    for (const { id } of await call(page, 'Imports.Memories')) await call(page, 'Imports.Forget', id);
    await page.reload();
    await page.waitForSelector('main');
    await show(page, 'imports'); // what is dropped before the page listens is lost
    await drop(page, sheet);
    const steps = [];
    const reach = async (what, key, role, name) => {
      const target = page.getByRole(role, { name });
      await target.waitFor();
      for (let i = 0; i < 120; i++) {
        if (await target.evaluate((node) => node === document.activeElement && !node.disabled)) break;
        await page.keyboard.press('Tab');
      }
      assert.ok(await target.evaluate((node) => node === document.activeElement), `${name} is not reached`);
      await page.keyboard.press(key);
      steps.push(what);
    };
    await reach('open what waits', 'Enter', 'link', 'Answer');
    await reach('say that the day comes first', 'Space', 'radio', 'day first');
    await eventually(() => button('Check what would change').isDisabled(), false);
    await reach('import such files without asking', 'Space', 'switch', 'Import them without asking');
    await reach('check', 'Enter', 'button', 'Check what would change');
    await button('Import 2 rows, leave out 1').waitFor();
    await reach('import', 'Enter', 'button', 'Import 2 rows, leave out 1');
    await page.waitForURL(/#\/imports\/\d+$/);
    assert.equal(sold(), 150);
    assert.equal(steps.length, 5, steps.join(', '));
  });

  it('needs no click for another file of the same shape', async () => {
    const next = write(join(dir, 'renewals-2.csv'), [
      header,
      ['Alpha GmbH', 'Suite Pro', '102', '82', `03/04/${year}`, ''],
      ['Beta AG', 'Suite Pro', '50', '20', `05/06/${year}`, ''],
    ]);
    await show(page, 'imports');
    await drop(page, next);
    await tile(page, 'Result').getByText('renewals-2.csv').first().waitFor();
    await eventually(sold, 152);
    assert.equal(command(['imports']).imports[0].state, 'committed');
  });

  it('is shown a changed header with its evidence before anything is stored', async () => {
    const same = digest();
    const changed = write(join(dir, 'renewals-3.csv'), [
      header.map((name) => (name === 'Anzahl' ? 'Stückzahl neu' : name)),
      ['Alpha GmbH', 'Suite Pro', '103', '83', `03/04/${year}`, ''],
      ['Beta AG', 'Suite Pro', '51', '21', `05/06/${year}`, ''],
    ]);
    await drop(page, changed);
    await tile(page, 'Result').getByRole('link', { name: 'Answer' }).click();
    const drift = tile(page, 'What is different from the last file');
    await drift.getByText('Stückzahl neu').first().waitFor();
    assert.equal(digest(), same);
    const repair = drift.getByRole('button', { name: /^Use th/ });
    if (await repair.isVisible()) await repair.click();
    await eventually(() => button('Check what would change').isDisabled(), false);
    await button('Check what would change').click();
    await button(/^Import \d+ rows?$/).click();
    await page.waitForURL(/#\/imports\/\d+$/);
    assert.equal(sold(), 154);
  });

  it('is asked before a total falls further than the limit', async () => {
    const fewer = write(join(dir, 'renewals-4.csv'), [
      header,
      ['Alpha GmbH', 'Suite Pro', '53', '33', `03/04/${year}`, ''],
      ['Alpha', 'Suite Pro', '10', '1', `03/04/${year}`, ''],
    ]);
    const same = digest();
    await show(page, 'imports');
    await drop(page, fewer);
    await tile(page, 'Result').getByText('renewals-4.csv waits for you').waitFor();
    assert.equal(digest(), same);
    await tile(page, 'Result').getByRole('link', { name: 'Look at it' }).click();
    await page.getByText(/further than your limit\./).waitFor();
    await button('Import 2 rows').click();
    await page.waitForURL(/#\/imports\/\d+$/);
    assert.equal(sold(), 114);
  });

  it('merges what is the same and takes it back', async () => {
    const accounts = () => ask({ metrics: ['accounts'] }).rows[0].accounts;
    const before = digest();
    assert.equal(accounts(), 3);
    await show(page, 'accounts');
    await page.getByRole('link', { name: /may be the same$/ }).click();
    await button(/^Merge Alpha/).click();
    await tile(page, 'Decided').getByText('is part of').waitFor();
    assert.equal(accounts(), 2);
    await tile(page, 'Decided')
      .getByRole('button', { name: /^Take back/ })
      .click();
    await button(/^Merge Alpha/).waitFor();
    assert.equal(accounts(), 3);
    assert.equal(digest(), before);
  });

  it('meets nothing that is cut off, unreadable or beyond the keyboard', async () => {
    const unknown = write(join(dir, 'open-items.csv'), [
      ['Customer', 'Product', 'Seats', 'Ends', 'Remark'],
      [
        'Alpha GmbH',
        'Suite Pro',
        '1',
        `03/04/${year}`,
        'a remark that is longer than its column is wide, as remarks are',
      ],
    ]);
    const [{ id }] = command(['imports']).imports;
    for (const look of looks) {
      const { page: other, wrong: errors } = await open(browser, look);
      const pages = {
        wizard: `imports/new?path=${encodeURIComponent(unknown)}`,
        import: `imports/${id}`,
        identity: 'identity',
        imports: 'imports',
      };
      for (const [name, route] of Object.entries(pages)) {
        await show(other, route);
        await drawn(other);
        if (name === 'wizard') await other.getByRole('radio', { name: 'day first' }).waitFor();
        assert.deepEqual(await faults(other), [], `${name} ${look.scheme} ${look.width}`);
        assert.deepEqual(await overflows(other), [], `${name} ${look.scheme} ${look.width}`);
        await shoot(other, look, name);
      }
      assert.deepEqual(errors, []);
      await other.context().close();
    }
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
