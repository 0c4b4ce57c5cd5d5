import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = fileURLToPath(new URL('../../build/bin/shots/', import.meta.url));

/** patience is what a wait takes at most; only a slow machine, or a fault, needs it. */
const patience = Number(process.env.HEADROOM_PATIENCE ?? 60_000);

/** The looks every page is shown in. */
export const looks = ['light', 'dark'].flatMap((scheme) => [
  { scheme, width: 1440, height: 900 },
  { scheme, width: 1280, height: 800 },
  { scheme, width: 1024, height: 640 },
]);

/** launch starts Debian's Chromium without anything that asks the network. */
export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * ofDevelopment tells an error of Wails' development server, which the shipped window has none of: its overlay mounts
 * before there is a body, and its socket is gone when a page that still asks is left.
 */
function ofDevelopment(text) {
  return text.includes('/wails/ipc.js');
}

/** open shows the window's page. What goes wrong in it from now on is collected in `wrong`; prepare is done before it loads. */
export async function open(browser, look = looks[0], prepare = async () => {}) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    locale: 'en-GB',
  });
  context.setDefaultTimeout(patience);
  await prepare(context);
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => {
    if (!ofDevelopment(error.stack ?? '')) wrong.push(String(error));
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !ofDevelopment(message.text())) wrong.push(message.text());
  });
  page.on('response', (response) => response.status() >= 400 && wrong.push(`${response.status()} ${response.url()}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(process.env.HEADROOM_URL);
  await page.waitForSelector('main');
  return { page, wrong };
}

/** call asks the program as the page does: call(page, 'Imports.Undo', 3). */
export function call(page, method, ...args) {
  return page.evaluate(
    ([struct, name, values]) => window.go.bridge[struct][name](...values),
    [...method.split('.'), args],
  );
}

/** show goes to an address of the window and waits until its page is drawn. */
export async function show(page, route) {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/${route}`);
  await drawn(page);
}

/** drawn waits until nothing of the page is missing: no grey boxes, charts in place, rows there, no older answer. */
export async function drawn(page) {
  await page.waitForSelector('header h1, main h1');
  await page.waitForFunction(() => {
    const missing = '[class*="Skeleton"], [class*="_stale_"], main [aria-busy="true"], [class*="_waiting_"]';
    if (document.querySelector(missing)) return false;
    const inside = (part) => part.querySelector('[data-drawing] svg path, [data-drawing] canvas');
    const tiles = [...document.querySelectorAll('main section > div[class*="_body_"]')];
    return (
      [...document.querySelectorAll('[class*="_drawn_"] > div')].every(inside) &&
      tiles.every((body) => body.querySelector('button, table, [role="grid"], [data-drawing], p, svg, a'))
    );
  });
}

/** opened waits until what opens over the page has come in whole. */
export async function opened(page) {
  await page.getByRole('dialog').first().waitFor();
  await page.waitForFunction(() => {
    const dialogs = [...document.querySelectorAll('[role="dialog"]')];
    return dialogs.every((dialog) => dialog.getAnimations().length === 0 && getComputedStyle(dialog).opacity === '1');
  });
  return page.getByRole('dialog').first();
}

/** drop hands files to the page as the program does when they are dropped on the window. */
export function drop(page, ...paths) {
  return page.evaluate((given) => window.runtime.EventsEmit('files:dropped', given), paths);
}

/** tile is the part of a page with a heading. */
export function tile(page, name) {
  return page.getByRole('region', { name, exact: true });
}

/** listen keeps what the page is answered from now on, for heard. */
export function listen(page) {
  return page.evaluate(() => {
    const { Reports } = window.go.bridge;
    const answer = Reports.Answer;
    window.answers = [];
    Reports.Answer = async (...asked) => {
      const text = await answer(...asked);
      window.answers.push(text);
      return text;
    };
  });
}

/** heard are the last answers to the tiles in sight, by title. */
export async function heard(page) {
  const { texts, titles } = await page.evaluate(() => ({
    texts: window.answers,
    titles: [...document.querySelectorAll('main section[aria-label]:has(h2)')].map((one) => one.ariaLabel),
  }));
  const answers = new Map(texts.map((text) => JSON.parse(text)).map((answer) => [answer.title, answer]));
  return new Map(titles.map((title) => [title, answers.get(title)]));
}

/** menu chooses what is done with a tile: menu(page, 'Active users', 'Show as table'). */
export async function menu(page, title, ...names) {
  await page.getByRole('button', { name: `${title}: what can be done`, exact: true }).click();
  for (const name of names) await page.getByRole('menuitem', { name, exact: true }).click();
}

/** figures reads the row of figures: {"Licenses sold": "12,430", …}. */
export function figures(page, title = 'At a glance') {
  return tile(page, title)
    .locator('button[aria-label]:not([aria-haspopup])')
    .evaluateAll((buttons) => Object.fromEntries(buttons.map((button) => button.ariaLabel.split(': '))));
}

/** cells reads the body of a table as printed, without what only screen readers are told. */
export async function cells(table) {
  const body = table.locator('tbody tr');
  await body.first().waitFor();
  return body.evaluateAll((rows) =>
    rows.map((row) =>
      [...row.cells].map((cell) => {
        const copy = cell.cloneNode(true);
        for (const hidden of copy.querySelectorAll('.sr')) hidden.remove();
        return copy.textContent.trim();
      }),
    ),
  );
}

/** marked reads the cells in sight of a grid with their row and the name of their column: [{row, column, text}, …]. */
export async function marked(table) {
  await table.locator('[role="gridcell"]').first().waitFor();
  return table.evaluate((node) => {
    const names = [...node.querySelectorAll('[data-head]')].map((head) => [head.dataset.cell, head.dataset.head]);
    const columns = new Map(names.map(([place, name]) => [place.split(':')[1], name]));
    return [...node.querySelectorAll('[role="gridcell"]')].map((cell) => {
      const [row, column] = cell.dataset.cell.split(':');
      const copy = cell.cloneNode(true);
      for (const hidden of copy.querySelectorAll('.sr, button, svg')) hidden.remove();
      return { row: Number(row), column: columns.get(column), text: copy.textContent.trim() };
    });
  });
}

/** grid reads the rows in sight of a grid as printed: {head: ["Account", …], rows: [["Alpha", …], …]}, in their order. */
export async function grid(table) {
  await table.locator('[role="gridcell"]').first().waitFor();
  return table.evaluate((node) => {
    const text = (cell) => {
      const copy = cell.cloneNode(true);
      for (const hidden of copy.querySelectorAll('.sr, button, svg')) hidden.remove();
      return copy.textContent.trim();
    };
    const place = (cell) => Number(cell.dataset.cell.split(':')[1]);
    const rows = [...node.querySelectorAll('[role="row"]')]
      .filter((row) => row.querySelector('[role="gridcell"]'))
      .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex);
    return {
      head: [...node.querySelectorAll('[role="columnheader"]')].map((cell) => cell.title || text(cell)),
      rows: rows.map((row) =>
        [...row.querySelectorAll('[role="gridcell"]')].sort((a, b) => place(a) - place(b)).map(text),
      ),
    };
  });
}

/** eventually reads until it reads what is wanted, and fails with the difference. */
export async function eventually(read, want) {
  const end = Date.now() + patience;
  for (;;) {
    const got = await read();
    try {
      return assert.deepEqual(got, want);
    } catch (difference) {
      if (Date.now() > end) throw difference;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** faults lists what axe finds serious or critical on the page as it is. */
export async function faults(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
  });
}

/** overflows lists what leaves its place: the page the window, a button what can be scrolled to, a cell its column. */
export function overflows(page) {
  return page.evaluate(() => {
    const out = document.documentElement.scrollWidth > window.innerWidth ? ['the page is too wide'] : [];
    const scrolls = (node) =>
      node && (/(auto|scroll)/.test(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
    for (const button of document.querySelectorAll('button, a, input')) {
      const box = button.getBoundingClientRect();
      if (box.width > 1 && box.right > window.innerWidth + 1 && !scrolls(button)) {
        out.push(button.ariaLabel ?? button.textContent);
      }
    }
    for (const cell of document.querySelectorAll('th, td')) {
      if (cell.scrollWidth > cell.clientWidth + 1) out.push(`the cell ${cell.textContent}`);
    }
    return out;
  });
}

/** shoot keeps a picture of the page in build/bin/shots. */
export async function shoot(page, look, name) {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${name}-${look.scheme}-${look.width}.png`, animations: 'disabled' });
}
