import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, launch, looks, open, overflows, shoot, show } from './browser.mjs';
import { pagesOf } from './pages.mjs';
import { withRules } from './told.mjs';

/** The page of this journey is built with texts that are longer, accented and in brackets (build/scripts/e2e.sh). */
describe('the window in a language that is longer than any', () => {
  let browser;
  let page;
  let wrong;
  /** told is all that the program answered, which is not the page's to translate. */
  let told = '';
  let addresses;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser, looks[0], (context) => {
      context.on('page', (opened) => {
        opened.on('websocket', (socket) => {
          socket.on('framereceived', ({ payload }) => {
            told += plain(String(payload));
          });
        });
      });
    }));
    await call(page, 'Imports.Demo');
    await page.reload();
    await page.waitForSelector('main');
    addresses = pagesOf(await withRules(page));
  });
  after(() => browser.close());

  /** plain is a text as it is in an answer, however often that was put into JSON, and wherever the page lets no line end. */
  const plain = (text) =>
    text
      .replaceAll(/\\+u([0-9a-f]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
      .replaceAll(/[\\"]/g, '')
      .replaceAll('\u00a0', ' ');

  /** isTold says whether a text, or each part of a list, was answered; the values of tokens are put in by the page. */
  const isTold = (text) => {
    const escaped = text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
    const withTokens = new RegExp(escaped.replaceAll(/\d+/g, '(\\d+|\\{\\{\\w+\\}\\})'), 'i');
    return withTokens.test(told) || (/, | and | or | \/ /.test(text) && text.split(/, | and | or | \/ /).every(isTold));
  };

  /** bare are texts in sight that are in no brackets and that the program did not say. */
  const bare = async () => {
    const texts = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = new Set();
      while (walker.nextNode()) {
        const { textContent, parentElement } = walker.currentNode;
        if (
          !parentElement.closest(
            'script, style, code, kbd, .mono, [data-drawing], .cm-editor, mark, [role="option"], [data-combobox-option]',
          )
        ) {
          found.add(textContent.trim());
        }
      }
      return [...found];
    });
    // Names of months and days, units and currencies are written by the browser.
    const written = /^[\p{N}\p{P}\p{S}\s]*((\p{L}{1,4}|\p{Lu}\p{Ll}+)\.?[\p{N}\p{P}\p{S}\s]*){1,4}$/u;
    return texts.filter(
      (text) =>
        /\p{L}{2,}/u.test(text) &&
        /[a-z]/i.test(text) && // a sentence around fields is in several parts, of which each has strange letters alone
        !/[[\]~]/.test(text) &&
        !(/\p{N}/u.test(text) && written.test(text)) &&
        !isTold(plain(text)),
    );
  };

  for (const look of [looks[0], looks[2]]) {
    it(`leaves no text out and nothing over at ${look.width} × ${look.height}`, async () => {
      await page.setViewportSize(look);
      const found = {};
      for (const address of addresses) {
        await show(page, address);
        await shoot(page, { ...look, scheme: 'pseudo' }, address.replaceAll(/\W+/g, '-').slice(0, 40));
        const list = [...(await bare()), ...(await overflows(page))];
        if (list.length > 0) found[address] = list;
      }
      assert.deepEqual(found, {});
    });
  }

  it('would see a text that is not in the catalogue', async () => {
    await page.evaluate(() => document.body.append('Something forgotten here'));
    assert.deepEqual(await bare(), ['Something forgotten here']);
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
