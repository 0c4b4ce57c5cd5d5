import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { call, drop, eventually, launch, open, show, tile } from './browser.mjs';
import { folder, usage } from './files.mjs';
import { command, digest, withDemo } from './program.mjs';

const rows = 1_000_000;

describe('an import of a million rows', () => {
  const dir = folder();
  let browser;
  let page;
  let wrong;
  let path;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    const { today } = await call(page, 'System.Status');
    path = usage(join(dir, 'e2e-usage.csv'), rows, today);
  });
  after(() => browser.close());

  const progress = () => page.getByRole('region', { name: 'Progress of the import' });
  const read = async () =>
    Number(((await progress().innerText()).match(/Rows\s+([\d,]+)/) ?? ['', '0'])[1].replaceAll(',', ''));

  /** started drops the file and waits until the page says that rows are read. */
  async function started() {
    await drop(page, path);
    await progress().getByText('rows per second').waitFor();
    await eventually(async () => (await read()) > 0, true);
  }

  it('stops when it is cancelled, and leaves nothing', async (t) => {
    const before = digest();
    const imports = command(['imports']).imports.length;
    await started();
    const begun = Date.now();
    await page.getByRole('button', { name: 'Cancel import' }).click();
    await tile(page, 'Result').getByText('The import was cancelled. What was not finished is not stored.').waitFor();
    const took = Date.now() - begun;
    t.diagnostic(`cancelled ${took} ms after the click`);
    assert.ok(took < 60_000);
    assert.equal(digest(), before);
    assert.equal(command(['imports']).imports.length, imports);
    await tile(page, 'Result').getByRole('button', { name: 'Close' }).click();
  });

  it('leaves the page answering', async (t) => {
    await watchInput(page);
    await started();
    const drawing = [];
    // A person who keeps working: pages by key, a search typed, a window typed, until the import is over.
    while (!(await over())) {
      drawing.push(await timed(() => go('Control+2', 'Accounts')));
      await page.keyboard.press('/');
      await page.keyboard.type('italia');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      drawing.push(await timed(() => go('Control+6', 'Rules')));
      drawing.push(await timed(() => go('Control+1', 'Overview')));
      drawing.push(await timed(() => go('Control+7', 'Imports')));
    }
    const { inputs, slowest, gap } = await page.evaluate(() => window.watched);
    t.diagnostic(
      `${inputs} inputs, slowest answer ${Math.round(slowest)} ms, longest time without a frame ${Math.round(gap)} ms, ` +
        `slowest page drawn ${Math.max(...drawing)} ms`,
    );
    assert.ok(drawing.length >= 4, 'the import was over before anything was tried');
    assert.ok(slowest < 20_000 && gap < 20_000);
    const [{ state, rows: count, added, skipped, rejected }] = command(['imports']).imports;
    assert.deepEqual([state, count, added, skipped, rejected], ['committed', rows, rows, 0, 0]);
  });

  it('can be undone', async () => {
    await show(page, 'imports');
    await tile(page, 'History').getByRole('button', { name: 'Undo e2e-usage.csv' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo import' }).click();
    await page.getByText('Import of e2e-usage.csv undone').waitFor();
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));

  const over = async () => command(['imports']).imports[0].file === 'e2e-usage.csv';

  async function go(key, title) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  }

  async function timed(work) {
    const begun = Date.now();
    await work();
    return Date.now() - begun;
  }
});

/** watchInput measures in the page how long an input waits for the next picture, and how long no picture is made. */
function watchInput(page) {
  return page.evaluate(() => {
    const watched = { inputs: 0, slowest: 0, gap: 0 };
    window.watched = watched;
    let last = performance.now();
    const frame = (now) => {
      watched.gap = Math.max(watched.gap, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    addEventListener(
      'keydown',
      () => {
        watched.inputs += 1;
      },
      true,
    );
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.slowest = Math.max(watched.slowest, duration);
    }).observe({ type: 'event', durationThreshold: 16 });
  });
}
