import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { call, drop, eventually, grid, launch, open, overflows, show } from './browser.mjs';
import { folder } from './files.mjs';
import { pagesOf } from './pages.mjs';
import { ask, command, withDemo } from './program.mjs';
import { catalogue, sentences } from './texts.mjs';
import { withRules } from './told.mjs';

const languages = ['it', 'de', 'fr', 'es', 'ja'];

describe('the window in other languages', () => {
  let browser;
  let page;
  let wrong;
  let addresses;
  const dir = folder();
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    addresses = pagesOf(await withRules(page));
  });
  after(() => browser.close());

  const speak = async (language, region = 'system') => {
    await call(page, 'Settings.Set', 'language', language);
    await call(page, 'Settings.Set', 'region', region);
    await page.reload();
    await page.waitForSelector('main');
  };

  const spoken = () => page.evaluate(() => document.documentElement.lang);

  const english = catalogue('en');
  /** left are English texts in sight that the language says in another way, and keys that were not found. */
  const left = async (lang) => {
    const own = new Set(Object.values(catalogue(lang)));
    const foreign = new Set(
      Object.entries(english)
        .filter(([, text]) => /\p{Ll} \p{Ll}/u.test(text) && !own.has(text) && !text.includes('{{'))
        .map(([, text]) => text),
    );
    const keys = Object.keys(english).filter((key) => key.includes('.'));
    const texts = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const all = [];
      while (walker.nextNode()) all.push(walker.currentNode.textContent.trim());
      for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
        all.push(node.ariaLabel ?? '', node.title ?? '', node.placeholder ?? '');
      }
      return [...new Set(all)];
    });
    return texts.filter((text) => foreign.has(text) || keys.includes(text));
  };

  for (const lang of languages) {
    it(`says everything in ${lang}`, async () => {
      await speak(lang);
      const found = {};
      for (const address of addresses) {
        await show(page, address);
        const list = [...(await left(lang)), ...(await overflows(page))];
        if (list.length > 0) found[address] = list;
      }
      assert.deepEqual(found, {});
    });
  }

  it('would see an English text', async () => {
    const text = Object.values(english).find(
      (one) => /^\p{Lu}\p{Ll}+ \p{Ll}+ \p{Ll}+/u.test(one) && !one.includes('{'),
    );
    await page.evaluate((words) => document.body.append(words), text);
    assert.deepEqual(await left('ja'), [text]);
  });

  /** A figure above 100 %, whose passport says the most. */
  const query = { metrics: ['usage_rate'], by: ['account'], sort: [{ by: 'usage_rate', desc: true }], limit: 1 };
  const explained = (lang) => {
    const {
      conditions,
      check,
      excluded,
      causes = [],
      notes = [],
    } = command(['explain', '-', '--row', '0', '--lang', lang], JSON.stringify(query));
    const words = [...excluded, ...causes].map((one) => one.words);
    return [...conditions, check.words, ...words, ...notes];
  };
  const passport = () => page.getByRole('complementary');
  /** untold are the sentences of the passport in sight that are English, and those of the language that it lacks. */
  const untold = async (lang) => {
    const seen = await passport().textContent();
    const own = explained(lang);
    const stayed = explained('en').filter((text) => !own.includes(text) && seen.includes(text));
    return { stayed, lacking: own.filter((text) => !seen.includes(text)) };
  };

  for (const lang of languages) {
    it(`explains a figure in ${lang}`, async () => {
      await speak(lang);
      const side = { passport: { query, cell: { row: 0, metric: 'usage_rate' }, title: '' } };
      await show(page, `portfolio?side=${encodeURIComponent(JSON.stringify(side))}`);
      await passport().getByRole('table').first().waitFor();
      assert.ok(explained('en').length > 5, 'the passport says little');
      assert.deepEqual(await untold(lang), { stayed: [], lacking: [] });
    });

    it(`refuses a file and an expression in ${lang}`, async () => {
      if ((await spoken()) !== lang) await speak(lang);
      const told = sentences(lang);
      const file = join(dir, `${lang}.csv`);
      writeFileSync(file, '');
      await show(page, 'imports');
      await drop(page, file);
      for (const text of ['The file is empty.', 'Export it again.']) {
        await page.getByRole('main').getByText(told[text]).first().waitFor();
      }
      const form = await newColumn(catalogue(lang));
      await page.keyboard.type('[quantty] * 2');
      const refused = told['There is no column [%s].'].replace('{1}', 'quantty');
      await form.getByText(refused).first().waitFor();
      await page.keyboard.press('Escape');
    });
  }

  it('would see a sentence of a passport that stays English', async () => {
    if ((await spoken()) !== 'ja') await speak('ja');
    await show(page, 'portfolio');
    const side = { passport: { query, cell: { row: 0, metric: 'usage_rate' }, title: '' } };
    await show(page, `portfolio?side=${encodeURIComponent(JSON.stringify(side))}`);
    await passport().getByRole('table').first().waitFor();
    const [first] = explained('en');
    const [own] = explained('ja');
    await passport().evaluate(
      (panel, [from, to]) => {
        const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          walker.currentNode.textContent = walker.currentNode.textContent.replaceAll(from, to);
        }
      },
      [own, first],
    );
    assert.deepEqual(await untold('ja'), { stayed: [first], lacking: [own] });
  });

  /** newColumn opens the form of a new calculated column in the builder, with the cursor in its expression. */
  const newColumn = async (t) => {
    await show(page, 'report/new');
    await page.getByRole('button', { name: t['reports.fields.new'], exact: true }).click();
    await page.getByRole('menuitem').first().click();
    const form = page.getByRole('form').last();
    await form.getByRole('textbox', { name: t['reports.expression.title'] }).click();
    return form;
  };

  it('writes and reads decimal commas in German', async () => {
    await speak('de', 'de-DE');
    await show(page, 'portfolio');
    const [{ deployment_rate }] = ask({ metrics: ['deployment_rate'] }).rows;
    const written = deployment_rate.toLocaleString('de-DE', {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    await page.getByText(written.replace(' ', ' ')).or(page.getByText(written)).first().waitFor();

    const t = catalogue('de');
    await show(page, 'report/new');
    const search = page
      .getByPlaceholder(/^\d+ Felder /)
      .or(page.locator('input[placeholder*="Felder"]'))
      .first();
    await search.fill('Verkaufte Lizenzen');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: t['reports.fields.new'], exact: true }).click();
    await page.getByRole('menuitem').first().click();
    const form = page.getByRole('form').last();
    await form.getByRole('textbox').first().fill('Faktor');
    await form.getByRole('textbox', { name: t['reports.expression.title'] }).click();
    await page.keyboard.type('IF([quantity] * 1,5 > 100,5; "viel"; "wenig")');
    await form.getByText(t['reports.expression.valid'], { exact: true }).waitFor();
    await form.getByRole('button', { name: t['reports.apply'] ?? 'Anwenden' }).click();
    await form.waitFor({ state: 'detached' });
    const { rows } = ask({
      metrics: ['licenses_sold'],
      by: [{ dimension: 'factor' }],
      define: { columns: [{ name: 'factor', expression: 'IF([quantity] * 1.5 > 100.5, "viel", "wenig")' }] },
    });
    const want = rows.map((row) => [row.factor, row.licenses_sold.toLocaleString('de-DE')]).sort();
    await eventually(async () => {
      const { rows: seen } = await grid(page.getByRole('main').getByRole('grid'));
      return seen.map((row) => row.slice(0, 2)).sort();
    }, want);
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
