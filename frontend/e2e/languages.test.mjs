import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, eventually, grid, launch, open, overflows, show } from './browser.mjs';
import { pagesOf } from './pages.mjs';
import { ask, withDemo } from './program.mjs';
import { catalogue } from './texts.mjs';
import { withRules } from './told.mjs';

const languages = ['it', 'de', 'fr', 'es', 'ja'];

describe('the window in other languages', () => {
  let browser;
  let page;
  let wrong;
  let addresses;
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
