// Measures the window on a large store; build/scripts/bench.sh -window runs it. It is no test.
//   HEADROOM_BIN    the program
//   HEADROOM_STORE  a store whose copy may be written to
// Named parts (dashboards, crossFilter, preview, palette, scrolling) are measured alone. Prints milliseconds, frames a second and MiB. The window itself, in WebKit, says when it has loaded and what it
// takes of memory; what is seen after a click is measured in Chromium, which shows the same page.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { call, drawn, launch, open, show } from './browser.mjs';

const rounds = Number(process.env.HEADROOM_ROUNDS ?? 5);
const store = process.env.HEADROOM_STORE;
const port = await free();
process.env.HEADROOM_URL = `http://127.0.0.1:${port}/`;
const begun = performance.now();
const program = spawn(process.env.HEADROOM_BIN, ['--store', store], {
  env: { ...process.env, devserver: `127.0.0.1:${port}`, loglevel: 'error' },
  stdio: 'ignore',
});
let browser;
try {
  await answers();
  print('the program answers', [performance.now() - begun], 2500);
  print('start to the first page drawn: program and window at rest', [(await atRest()) - begun], 2500);
  browser = await launch();
  const { page } = await open(browser);
  await drawn(page);
  await memory(page, 'once the first page is drawn');
  const parts = { dashboards, crossFilter, preview, palette, scrolling };
  for (const [name, part] of Object.entries(parts)) {
    if (process.argv.length === 2 || process.argv.includes(name)) await part(page);
  }
  await memory(page, 'after all of this');
} finally {
  await browser?.close();
  program.kill('SIGTERM');
}

/** dashboards goes from one shipped dashboard to another; each was seen before. */
async function dashboards(page) {
  for (const name of ['portfolio', 'dashboard/renewals', 'dashboard/adoption', 'dashboard/line_items', 'accounts']) {
    const times = [];
    for (let round = 0; round <= rounds; round += 1) {
      await show(page, 'settings');
      times.push(await timed(() => show(page, name)));
    }
    print(`${name}: all tiles drawn, first`, times.splice(0, 1));
    print(`${name}: all tiles drawn, again`, times, 500);
  }
}

/** crossFilter clicks a row of a table of the adoption dashboard, a new one each time, until all tiles of the dashboard are drawn. */
async function crossFilter(page) {
  const times = [];
  for (let round = 0; round <= rounds; round += 1) {
    await show(page, 'settings');
    await show(page, 'dashboard/adoption');
    const cell = page.locator(`[role="grid"] [data-cell="${round}:0"]`).first();
    await cell.scrollIntoViewIfNeeded();
    await drawn(page);
    times.push(
      await timed(async () => {
        await cell.click();
        await page.waitForFunction(() => /[?&]s=/.test(window.location.hash), null, { timeout: 10_000 });
        await frame(page);
        await drawn(page);
      }),
    );
  }
  print('a cross-filter never asked before: all tiles drawn', times, 200);
}

/** preview adds fields to a new report, from the key to the answer drawn; of that the page rests 120 ms for what else is pressed. */
async function preview(page) {
  await show(page, 'report/new');
  const search = page.getByPlaceholder(/^Search \d+ fields$/);
  const times = [];
  for (const name of [
    'Licenses sold',
    'Product',
    'Licenses assigned',
    'Country',
    'Entitlement status',
    'Deployment rate',
  ]) {
    await search.fill(name);
    const shown = page.evaluate(
      () =>
        new Promise((resolve) => {
          let begun = 0;
          let late = false;
          const look = () => {
            const busy = document.querySelector(
              '[class*="_preview_"][aria-busy="true"], [class*="_preview_"] [class*="Skeleton"]',
            );
            late ||= busy !== null;
            if (late && !busy) requestAnimationFrame(() => resolve(performance.now() - begun));
            else requestAnimationFrame(look);
          };
          const pressed = () => {
            begun = performance.now();
            requestAnimationFrame(look);
          };
          window.addEventListener('keydown', pressed, { once: true, capture: true });
        }),
    );
    await search.press('Enter');
    times.push(await shown);
  }
  print('a field to its preview, at the first the table is loaded', times.splice(0, 1));
  print('a field to its preview', times, 300);
}

/** palette types a letter after the other and waits for the list that holds what was typed. */
async function palette(page) {
  await show(page, 'portfolio');
  const times = [];
  for (const word of ['account 41', 'prd-0042', 'renewals']) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    for (let i = 1; i <= word.length; i += 1) {
      times.push(
        await page.evaluate(
          ([text]) =>
            new Promise((resolve) => {
              const field = document.querySelector('[role="combobox"]');
              const list = document.querySelector('[role="listbox"]');
              const start = performance.now();
              const done = () => requestAnimationFrame(() => resolve(performance.now() - start));
              new MutationObserver((_, self) => {
                self.disconnect();
                done();
              }).observe(list, { childList: true, subtree: true, characterData: true, attributes: true });
              setTimeout(() => resolve(NaN), 1000);
              Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text);
              field.dispatchEvent(new Event('input', { bubbles: true }));
            }),
          [word.slice(0, i)],
        ),
      );
      await wait(150);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
  }
  const known = times.filter((time) => !Number.isNaN(time));
  print(`palette: a letter to its list (${known.length} of ${times.length} changed it)`, known, 50);
}

/** scrolling rolls through a report that lists every entitlement. */
async function scrolling(page) {
  const report = {
    title: 'Every entitlement',
    query: {
      dataset: 'every_entitlement',
      columns: ['account', 'product', 'entitlement', 'quantity', 'status', 'start_date', 'end_date'],
      sort: [{ by: 'entitlement' }],
    },
    visual: { show: 'table' },
  };
  const { name } = await call(page, 'Library.Save', 'report', JSON.stringify(report));
  try {
    print('a table of every entitlement: first rows', [await timed(() => show(page, `report/${name}`))]);
    const grid = page.locator('[role="grid"]').first();
    await grid.waitFor();
    const box = await grid.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (const [what, step] of [
      ['slowly', 120],
      ['fast', 3000],
    ]) {
      const counting = page.evaluate(
        () =>
          new Promise((resolve) => {
            const start = performance.now();
            let [frames, last, longest] = [0, start, 0];
            const next = (now) => {
              frames += 1;
              longest = Math.max(longest, now - last);
              last = now;
              if (now - start > 4000) resolve({ rate: (1000 * frames) / (now - start), longest });
              else requestAnimationFrame(next);
            };
            requestAnimationFrame(next);
          }),
      );
      const end = performance.now() + 4000;
      while (performance.now() < end) {
        await page.mouse.wheel(0, step);
        await wait(16);
      }
      const { rate, longest } = await counting;
      console.log(
        `${`scrolling ${what}: frames a second; longest frame`.padEnd(72)} ${rate.toFixed(0)}; ${longest.toFixed(0)} ms, goal 50`,
      );
    }
  } finally {
    await call(page, 'Library.Remove', 'report', name);
  }
}

/** memory adds up the proportional set sizes of the program and of the processes of its window. */
async function memory(page, when) {
  await frame(page);
  let [own, web] = [0, 0];
  const family = descendants(program.pid);
  for (const pid of family) {
    try {
      const size = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
      if (/WebKit/.test(readlinkSync(`/proc/${pid}/exe`))) web += size;
      else own += size;
    } catch {} // it has ended
  }
  console.log(`${`memory ${when}: program, WebKit`.padEnd(72)} ${own.toFixed(0)} + ${web.toFixed(0)} MiB, goal 600`);
}

/** atRest waits until the program and the processes of its window have done next to nothing for a while, and returns when that began. */
async function atRest() {
  const tick = 10;
  const spent = () =>
    descendants(program.pid).reduce((sum, pid) => {
      try {
        const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
        return sum + Number(user) + Number(system);
      } catch {
        return sum; // it has ended
      }
    }, 0);
  let [since, before] = [performance.now(), spent()];
  while (performance.now() - since < 1000) {
    await wait(50);
    const now = spent();
    if ((now - before) * tick > 20) since = performance.now();
    before = now;
  }
  return since;
}

/** descendants returns a process and all that came of it. */
function descendants(root) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      parents.set(Number(pid), Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]));
    } catch {} // it has ended
  }
  const found = [root];
  for (const at of found) {
    for (const [pid, parent] of parents) if (parent === at) found.push(pid);
  }
  return found;
}

function frame(page) {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function print(what, times, goal) {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const most = sorted.length > 1 ? `, at most ${sorted.at(-1).toFixed(0)}` : '';
  console.log(`${what.padEnd(72)} ${middle.toFixed(0)} ms${most}${goal ? `, goal ${goal}` : ''}`);
}

function free() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers() {
  while (program.exitCode === null) {
    try {
      if ((await fetch(process.env.HEADROOM_URL)).ok) return;
    } catch {} // not yet
    await wait(20);
  }
  throw new Error('The program has ended.');
}
