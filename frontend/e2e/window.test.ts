import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { faults, type Look, launch, open, show } from './browser';

const wide: Look = { scheme: 'light', width: 1440, height: 900 };
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  browser = await launch();
  ({ page, errors } = await open(browser, wide));
});

afterAll(() => browser.close());

describe('from the first start to a notification', () => {
  it('offers demo, import and restore, and draws the demo', async () => {
    for (const name of ['Open the demo', 'Choose files', 'Choose a backup']) {
      expect(await page.getByRole('button', { name }).isVisible()).toBe(true);
    }
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await page.getByRole('heading', { name: 'Ending soon' }).waitFor();
    await page.locator('[aria-roledescription="chart"] svg').first().waitFor();
    expect(await page.getByText('This is the demo portfolio').isVisible()).toBe(true);
  });

  it('goes from the accounts table to an account by keyboard and watches it', async () => {
    await page.keyboard.press('Control+2');
    await page.getByText(/^48 accounts$/).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('valtrompia');
    await page.getByText('1 of 48 accounts').waitFor();
    const row = page.getByRole('link', { name: /Valtrompia/ });
    await row.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Valtrompia/ }).waitFor();
    await page.getByRole('button', { name: 'Watch', exact: true }).click();
    await page.getByRole('button', { name: 'Watching' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Watching' }).waitFor();
  });

  it('counts what ends in the window one types', async () => {
    await show(page, '#/portfolio');
    const count = async () =>
      Number(await page.getByRole('region', { name: 'Ending soon' }).locator('header span').first().innerText());
    const before = await count();
    await page.getByLabel('Length of the endings window in days').fill('10');
    await page.getByText('Licenses ending, next 10 days').waitFor();
    expect(await count()).toBeLessThan(before);
    await page.getByLabel('Length of the endings window in days').fill('90');
    await page.getByText('Licenses ending, next 90 days').waitFor();
  });

  it('adds a rule, reads what it found and is done with it', async () => {
    await show(page, '#/rules');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Add rule' }).click();
    await page.getByText('Rule added').waitFor();
    await page.keyboard.press('Control+3');
    await page.getByText('Why this fired').waitFor();
    const tab = page.getByRole('tab', { name: /^Open/ });
    const before = Number((await tab.innerText()).replace(/\D/g, ''));
    expect(before).toBeGreaterThan(1);
    await page.keyboard.press('e');
    await page.getByText('1 notification done').waitFor();
    expect(Number((await tab.innerText()).replace(/\D/g, ''))).toBe(before - 1);
  });

  it('refuses a file with a sentence and keeps what is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-e2e-'));
    const path = join(folder, 'strange.csv');
    writeFileSync(path, 'one,two\n1,2\n');
    await page.evaluate(
      (paths) => {
        const runtime = window as unknown as { runtime: { EventsEmit(name: string, data: unknown): void } };
        runtime.runtime.EventsEmit('files:dropped', paths);
      },
      [path],
    );
    await page.getByText('strange.csv was refused').waitFor();
    expect(await page.getByText('Nothing of this file was stored.').isVisible()).toBe(true);
    rmSync(folder, { recursive: true });
  });

  it('has gone without an error in the page', () => expect(errors).toEqual([]));
});

const pages = ['portfolio', 'accounts', 'inbox', 'rules', 'imports', 'imports/1', 'settings', 'help'];
const looks: Look[] = [
  wide,
  { ...wide, scheme: 'dark' },
  { scheme: 'light', width: 1024, height: 640 },
  { scheme: 'dark', width: 1024, height: 640 },
];

describe.each(looks)('every page, $scheme at $width', (look) => {
  it('has no serious finding of axe and stays inside the window', async () => {
    const { page: other, errors: wrong } = await open(browser, look);
    const found: Record<string, string[]> = {};
    for (const name of pages) {
      await show(other, `#/${name}`);
      found[name] = await faults(other);
      if (await other.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
        found[name].push('too wide');
    }
    await show(other, '#/accounts');
    await other.locator('tbody a').first().click();
    await other.getByRole('heading', { name: 'Entitlements', exact: true }).waitFor();
    found.account = await faults(other);
    expect(found).toEqual(Object.fromEntries([...pages, 'account'].map((name) => [name, []])));
    expect(wrong).toEqual([]);
    await other.context().close();
  });
});
