import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { drawn, eventually, grid, launch, open, opened, show, tile } from './browser.mjs';
import { folder } from './files.mjs';
import { choose, focused, select, tabTo } from './keyboard.mjs';
import { int } from './printed.mjs';
import { ask, command, withDemo } from './program.mjs';

/** hands are the two ways to press what is on the page. */
const hands = {
  mouse: {
    press: (_page, target) => target.click(),
    pick: (page, name) => page.getByRole('menuitem', { name, exact: true }).click(),
  },
  keyboard: {
    press: async (page, target, key) => {
      await tabTo(page, target, key);
      const box = await target.evaluate((node) => node.type === 'checkbox' || node.type === 'radio');
      await page.keyboard.press(box ? 'Space' : 'Enter');
    },
    pick: choose,
  },
};

describe('a report of one’s own', () => {
  const dir = folder();
  let browser;
  let page;
  let wrong;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
  });
  after(() => browser.close());

  const button = (name) => page.getByRole('button', { name, exact: true });
  const form = (name) => page.getByRole('form', { name, exact: true });
  const table = () => page.getByRole('main').getByRole('grid');

  for (const [way, { press, pick }] of Object.entries(hands)) {
    describe(`by ${way}`, () => {
      const title = `Sizes by ${way}`;
      const token = `LEAST_${way.toUpperCase()}`;
      const size = `Size by ${way}`;
      const places = `Places by ${way}`;

      /** type writes into a field that is pressed first. */
      const type = async (field, text) => {
        if (way === 'mouse') await field.click();
        else await tabTo(page, field);
        await page.keyboard.type(text);
      };
      const define = async (kind) => {
        await press(page, button('New'));
        await pick(page, kind);
        await form(kind).waitFor();
        await focused(form(kind).getByLabel('Name', { exact: true }));
      };
      const apply = async (kind, key) => {
        await press(page, form(kind).getByRole('button', { name: 'Apply' }), key);
        await form(kind).waitFor({ state: 'detached' });
      };
      /** find adds a field by its search and Enter, which both hands do. */
      const find = async (name) => {
        const search = page.getByPlaceholder(/^Search \d+ fields$/);
        await type(search, name);
        await page.keyboard.press('Enter');
        await page.keyboard.press('Control+a');
        await page.keyboard.press('Delete');
        await page
          .getByRole('region', { name: 'In this report' })
          .getByRole('checkbox', { name, exact: true })
          .waitFor();
      };

      it('is built of a calculated column, a group, a token and a filter', async () => {
        await show(page, 'report/new');
        await find('Licenses sold');
        await define('Calculated column');
        await page.keyboard.type(size);
        await type(
          form('Calculated column').getByRole('textbox', { name: 'Expression' }),
          'IF([quantity] > 100, "large", "small")',
        );
        await form('Calculated column').getByText('Valid', { exact: true }).waitFor();
        await apply('Calculated column');
        await define('Group');
        await page.keyboard.type(places);
        await press(page, form('Group').getByRole('combobox', { name: 'Column' }));
        await page.keyboard.type('Country');
        await select(page, 'Country');
        for (const name of ['Italy', 'Spain']) {
          await press(page, form('Group').getByRole('checkbox', { name, exact: true }));
        }
        await press(page, form('Group').getByRole('button', { name: 'Put 2 into' }), 'Shift+Tab');
        await pick(page, 'A new item');
        await apply('Group', 'Shift+Tab');
        await define('Token');
        await page.keyboard.type(token);
        await press(page, form('Token').getByRole('combobox', { name: 'Type' }));
        await select(page, 'Number');
        await type(form('Token').getByLabel('Value'), '10');
        await apply('Token');
        await press(page, button('Add filter'));
        await page
          .getByRole('textbox', { name: 'Search fields' })
          .or(page.getByPlaceholder(/fields/))
          .last()
          .waitFor();
        await page.keyboard.type('Licenses');
        await press(page, page.getByRole('dialog').getByRole('button', { name: 'Licenses', exact: true }));
        const filter = form('Filter by Licenses');
        await press(page, filter.getByRole('button', { name: /^Take a token for/ }));
        await type(filter.locator('input[aria-label^="Token for"]'), token);
        await select(page, token);
        await press(page, filter.getByRole('button', { name: 'Apply' }));
        await filter.waitFor({ state: 'detached' });
      });

      it('shows at once what ask tells', async () => {
        await eventually(async () => (await sums()).length, (await wanted()).length);
        await eventually(sums, await wanted());
        assert.ok((await wanted()).length >= 3, 'both sizes and places must be told apart');
      });

      it('is saved, and put on a new dashboard', async () => {
        await page.keyboard.press('Control+s');
        await (await opened(page)).getByLabel('Title').fill(title);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await page.waitForURL((url) => !url.hash.includes('report/new'));
        await press(page, button('More'));
        await pick(page, 'Put on a dashboard');
        const dialog = await opened(page);
        await dialog.getByLabel('Title of the dashboard').waitFor();
        await focused(dialog.getByLabel('Title of the dashboard'));
        await page.keyboard.type(`Board of ${title}`);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: `Board of ${title}` }).waitFor();
        await drawn(page);
        await eventually(sums, await wanted());
      });

      it('filters the dashboard across by what is selected', async () => {
        const first = tile(page, title).locator('[data-cell="0:0"]');
        const value = await first.getAttribute('title');
        if (way === 'mouse') await first.click();
        else {
          await tabTo(page, first);
          await page.keyboard.press('Control+Enter');
        }
        const chip = page.getByRole('button', { name: new RegExp(`^Clear the selection .*${value}`) });
        await chip.waitFor();
        assert.match(page.url(), /[?&]s=/);
        await page.goBack();
        await chip.waitFor({ state: 'detached' });
        await page.goForward();
        await chip.waitFor();
        await press(page, chip, 'Shift+Tab');
        await chip.waitFor({ state: 'detached' });
      });

      it('is exported with the same figures', async () => {
        const { reports } = command(['reports']);
        const { name } = reports.find((one) => one.title === title);
        const file = join(dir, `${way}.csv`);
        command(['report', name, '--format', 'csv', '--out', file]);
        const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
        const numbers = lines
          .map((line) => Number(line.split(',')[head.split(',').findIndex((name) => /licenses.sold/i.test(name))]))
          .filter((number) => !Number.isNaN(number));
        const want = (await wanted()).map((text) => Number(text.replaceAll(',', '')));
        assert.deepEqual(numbers.slice(0, want.length).sort(), want.sort());
        if (way === 'keyboard') return;
        await page.getByRole('button', { name: `${title}: what can be done` }).click();
        await page.getByRole('menuitem', { name: 'Export' }).hover();
        await page
          .getByRole('menuitem', { name: /Excel|xlsx/i })
          .first()
          .waitFor();
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
      });

      /** sums are the figures of the table in sight. */
      const sums = async () => {
        const { head, rows } = await grid(table());
        return rows.map((row) => row[head.indexOf('Licenses sold')]).sort();
      };
      /** wanted asks for the same without any definition. */
      const wanted = async () => {
        const { rows } = ask({
          metrics: ['licenses_sold'],
          by: [{ dimension: 'size' }, { dimension: 'place' }],
          filter: { dimension: 'quantity', op: 'ge', value: 10 },
          define: {
            columns: [{ name: 'size', expression: 'IF([quantity] > 100, "large", "small")' }],
            groups: [{ name: 'place', column: 'country', lists: [{ name: 'South', values: ['Italy', 'Spain'] }] }],
          },
        });
        return rows.map((row) => int(row.licenses_sold)).sort();
      };

      it('has gone without an error', () => assert.deepEqual(wrong, []));
    });
  }
});
