import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { drawn, eventually, launch, open, opened, show } from './browser.mjs';
import { focused } from './keyboard.mjs';
import { pagesOf } from './pages.mjs';
import { ask, withDemo } from './program.mjs';

describe('the palette, keys and addresses', () => {
  let browser;
  let page;
  let wrong;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
  });
  after(() => browser.close());

  const heading = (name) => page.getByRole('heading', { level: 1, name });
  const search = () => page.getByRole('combobox', { name: 'Search and commands' });

  /** find opens the palette and types into it. */
  const find = async (text) => {
    await page.keyboard.press('Control+k');
    await opened(page);
    await focused(search());
    await page.keyboard.type(text);
  };
  const close = async () => {
    await page.keyboard.press('Escape');
    await search().waitFor({ state: 'detached' });
  };

  /** go finds something and takes the first entry that has its name. */
  const go = async (text, name = text) => {
    await find(text);
    const entry = page.getByRole('option', { name }).first();
    await entry.waitFor();
    for (let pressed = 0; (await entry.getAttribute('aria-selected')) !== 'true'; pressed++) {
      assert.ok(pressed < 30, `no key leads to ${name}`);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await search().waitFor({ state: 'detached' });
  };

  it('leads to every page, by keyboard alone', async () => {
    for (const name of ['Accounts', 'Dashboards', 'Reports', 'Notifications', 'Rules', 'Imports', 'Settings', 'Help']) {
      await go(name);
      await heading(name).waitFor();
    }
  });

  it('has the letters that are typed right behind its keys', async () => {
    await show(page, 'rules');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('officine');
    await eventually(() => search().inputValue(), 'officine');
    await eventually(
      async () => (await page.getByRole('option', { selected: true }).textContent()).startsWith('Officine'),
      true,
    );
    await close();
  });

  it('finds accounts without their accents, entitlements and reports', async () => {
    const { rows } = ask({ metrics: ['entitlements'], by: [{ dimension: 'account' }] });
    const plain = (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss');
    const accented = rows
      .map((row) => row.account)
      .find((name) => plain(name) !== name && /^\p{Script=Latin}/u.test(name));
    assert.ok(accented, 'the demo has a name with an accent');
    await go(plain(accented).toLowerCase(), accented);
    await heading(accented).waitFor();
    await go('trials', 'Trials');
    await eventually(() => page.url().includes('#/report/'), true);
    const [{ product }] = ask({ columns: ['product'], limit: 1 }).rows;
    await find(product);
    await page.getByRole('group', { name: 'Entitlements' }).getByRole('option').first().waitFor();
    await close();
  });

  it('offers what was used last first', async () => {
    await go('Imports');
    await heading('Imports').waitFor();
    await find('');
    await page.getByRole('group', { name: 'Recent' }).getByRole('option').first().waitFor();
    assert.match(await page.getByRole('option').first().textContent(), /Imports/);
    await close();
  });

  it('obeys the keys the person chose, in the list of keys, too', async () => {
    await show(page, 'settings');
    const change = page.getByRole('button', { name: 'Change the keys of: Go to the accounts', exact: true });
    await change.click();
    await page.keyboard.press('Control+k');
    await page.getByText('These keys are for: Search and commands.').waitFor();
    await change.click();
    await page.keyboard.press('Control+Shift+l');
    await page.getByRole('button', { name: 'Take back the keys of: Go to the accounts' }).waitFor();
    await show(page, 'portfolio');
    await page.keyboard.press('Control+Shift+l');
    await heading('Accounts').waitFor();
    await show(page, 'portfolio');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await heading('Dashboards').waitFor();
    await page.keyboard.press('?');
    const row = page.locator('dl > div').filter({ hasText: 'Go to the accounts' });
    await row.waitFor();
    assert.match(await row.textContent(), /Shift/);
    await page.keyboard.press('Escape');
    await page.reload();
    await page.waitForSelector('main');
    await page.keyboard.press('Control+Shift+l');
    await heading('Accounts').waitFor();
    await show(page, 'settings');
    await page.getByRole('button', { name: 'Take back the keys of: Go to the accounts' }).click();
    await show(page, 'portfolio');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await heading('Accounts').waitFor();
  });

  it('has an address for every screen and record, with how it is looked at', async () => {
    const seen = new Map();
    for (const address of pagesOf()) {
      // Another page in between, so that the address alone leads there.
      await page.goto('about:blank');
      await page.goto(`${process.env.HEADROOM_URL}#/${address}`);
      await page.waitForSelector('main');
      await drawn(page);
      assert.ok(page.url().endsWith(`#/${address}`), `${address} became ${page.url()}`);
      seen.set(address, await page.locator('h1').first().textContent());
    }
    for (const [address, name] of seen) assert.ok(name.length > 1, `${address} has no heading`);
    const screens = [...seen].filter(([address]) => !/[?/]/.test(address)).map(([, name]) => name);
    assert.equal(new Set(screens).size, screens.length, `two screens are called alike: ${screens}`);
    await show(page, 'dashboard/renewals');
    await show(page, 'accounts');
    await page.keyboard.press('Alt+ArrowLeft');
    await heading('Renewals').waitFor();
    await page.keyboard.press('Alt+ArrowRight');
    await heading('Accounts').waitFor();
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
