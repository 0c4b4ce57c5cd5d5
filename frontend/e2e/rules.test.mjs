import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { drawn, eventually, launch, menu, open, opened, show, tile } from './browser.mjs';
import { choose, focused, select, tabTo } from './keyboard.mjs';
import { int } from './printed.mjs';
import { command, withDemo } from './program.mjs';

/** hands are the two ways to press what is on the page. */
const hands = {
  mouse: {
    press: (_page, target) => target.click(),
    pick: (page, name) => page.getByRole('menuitem', { name, exact: true }).click(),
    option: async (page, field, name) => {
      await field.click();
      const option = page.getByRole('option', { name, exact: true });
      await option.click();
      await option.waitFor({ state: 'hidden' });
    },
    tick: (page, name) => page.getByRole('group', { name: 'Kinds of lines' }).getByText(name, { exact: true }).click(),
    segment: (page, _first, last) => page.getByRole('main').getByText(last, { exact: true }).click(),
    type: async (page, field, text) => {
      await field.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
  },
  keyboard: {
    press: async (page, target, key) => {
      await tabTo(page, target, key);
      const box = await target.evaluate((node) => node.type === 'checkbox' || node.type === 'radio');
      await page.keyboard.press(box ? 'Space' : 'Enter');
    },
    pick: choose,
    option: async (page, field, name) => {
      await tabTo(page, field);
      await page.keyboard.press('Enter');
      await select(page, name);
    },
    tick: async (page, name, key) => {
      await tabTo(page, page.getByRole('checkbox', { name }), key);
      await page.keyboard.press('Space');
    },
    segment: async (page, first) => {
      await tabTo(page, page.getByRole('radio', { name: first }));
      await page.keyboard.press('ArrowLeft');
    },
    type: async (page, field, text) => {
      await tabTo(page, field);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
  },
};

describe('rules', () => {
  let browser;
  let page;
  let wrong;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    await show(page, 'rules');
  });
  after(() => browser.close());

  const all = () => command(['rules']).rules;
  const known = () => all().map(({ name, template, state }) => ({ name, template, state }));
  const ruleOf = (name) => all().find((one) => one.name === name);
  const form = (name) => page.getByRole('form', { name, exact: true });
  const button = (name) => page.getByRole('button', { name, exact: true });
  const field = (name) => page.getByRole('main').getByLabel(name, { exact: true });
  const dialog = (name) => page.getByRole('dialog', { name });
  const add = () => page.getByRole('link', { name: 'Add rule', exact: true });

  it('adds one about ends with two clicks and a number', async () => {
    await add().click();
    await focused(form('Something ends soon').getByLabel('Days before the end'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('45');
    await form('Something ends soon').getByRole('button', { name: 'Add rule' }).click();
    await page.getByText('“Ends within 45 days” is active').waitFor();
    await page.getByRole('row', { name: /^Ends within 45 days/ }).waitFor();
    assert.deepEqual(known(), [{ name: 'Ends within 45 days', template: 'ends_within', state: 'active' }]);
    const rule = ruleOf('Ends within 45 days');
    assert.deepEqual([rule.days, rule.watch], [45, 'all']);
  });

  it('adds one about usage by keyboard, once it makes sense', async () => {
    await tabTo(page, add());
    await page.keyboard.press('Enter');
    const usage = form('Usage gets high');
    await focused(form('Something ends soon').getByLabel('Days before the end'));
    await tabTo(page, usage.getByLabel('Fires over'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('80');
    await tabTo(page, usage.getByLabel('Clears at'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('90');
    await usage.getByText('The clear level must not be above the level at which it fires.').waitFor();
    assert.ok(await usage.getByRole('button', { name: 'Add rule' }).isDisabled());
    await page.keyboard.press('Control+a');
    await page.keyboard.type('70');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /^Usage over 80% of entitled/ }).waitFor();
    const rule = ruleOf('Usage over 80% of entitled');
    assert.deepEqual([rule.template, rule.threshold, rule.clear, rule.watch], ['usage_over', 0.8, 0.7, 'all']);
  });

  it('shows how much a rule tells, and leads there', async () => {
    const { id, firing } = ruleOf('Ends within 45 days');
    const items = command(['inbox']).items.filter(({ rule, state }) => rule === id && state === 'open');
    assert.ok(firing > 0);
    assert.equal(items.length, firing);
    await page
      .getByRole('row', { name: /^Ends within 45 days/ })
      .getByRole('link', { name: `${int(firing)} firing` })
      .press('Enter');
    await page.waitForURL(/#\/inbox/);
    await show(page, 'rules');
  });

  for (const [way, { press, pick, option, segment, tick, type }] of Object.entries(hands)) {
    describe(`by ${way}`, () => {
      const name = `Nearly full by ${way}`;

      it('begins with a template and becomes a draft once it is changed', async () => {
        await show(page, 'rules');
        await press(page, add());
        await press(page, page.getByRole('link', { name: /^Nearly full/ }));
        await page.getByRole('heading', { level: 1, name: 'Nearly full' }).waitFor();
        const before = known().length;
        await press(page, button('Name and note'));
        await type(page, page.getByLabel('Name', { exact: true }), name);
        await page.keyboard.press('Escape');
        await page.getByText(/^Draft saved/).waitFor();
        await page.waitForURL(/#\/rule\/\d+$/);
        assert.equal(known().length, before + 1);
        assert.equal(ruleOf(name).state, 'draft');
      });

      it('takes what is watched, a condition, a trigger and destinations, each kept at once', async () => {
        await option(page, field('For each'), 'account');
        await type(page, field('Fires at'), '85');
        await type(page, field('Clears at'), '75');
        await type(page, field('How many times in a row'), '2');
        await segment(page, 'After each import', 'Schedule');
        await press(page, page.getByRole('switch', { name: /^Digest/ }));
        await eventually(
          () => {
            const { per, condition, trigger, destinations } = ruleOf(name);
            return { per, value: condition.value, clear: condition.clear, held: condition.for, trigger, destinations };
          },
          {
            per: ['account_key'],
            value: 0.85,
            clear: 0.75,
            held: 2,
            trigger: { every: 'day', at: '08:00' },
            destinations: ['desktop', 'digest'],
          },
        );
      });

      it('takes steps back and forth', async () => {
        const switched = () => ruleOf(name).destinations;
        await press(page, button('Undo: destinations'), 'Shift+Tab');
        await eventually(switched, undefined);
        await press(page, button('Redo: destinations'), 'Shift+Tab');
        await eventually(switched, ['desktop', 'digest']);
      });

      it('is rehearsed on the stored history, as by the command', async () => {
        await drawn(page);
        const { id } = ruleOf(name);
        const { firings, imports } = command(['rule', 'rehearse', String(id)]);
        const rehearsal = tile(page, 'Rehearsal');
        await rehearsal.getByText(new RegExp(`^${imports} imports? replayed in`)).waitFor();
        const told = firings.filter(({ filtered }) => !filtered).length;
        const figure = rehearsal.locator('b').first();
        await eventually(() => figure.textContent(), int(told));
        const chart = rehearsal.getByRole('group', { name: /^Rehearsal: / });
        await press(page, chart);
        await page.keyboard.press('ArrowRight');
        await eventually(
          () =>
            chart
              .locator('[aria-live]')
              .textContent()
              .then((text) => /Would notify/.test(text)),
          true,
        );
        await page.keyboard.press('Escape');
      });

      it('says where it holds, and why an instance fired or not', async () => {
        const holds = tile(page, 'Where it holds today');
        const first = holds.getByRole('row').nth(1).getByRole('button');
        const instance = await first.textContent();
        await press(page, first);
        await dialog(`Why: ${instance}`).getByText('The rule is not active.').waitFor();
        await opened(page);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      });

      it('says what it tells in the person’s own words, with tokens', async () => {
        const message = tile(page, 'Message');
        const title = message.getByRole('textbox', { name: 'Title', exact: true });
        await type(page, title, 'Now: {{acc');
        await page.getByRole('option', { name: /^Account ?\{\{account\}\}/ }).waitFor();
        await page.keyboard.press('Enter');
        await page.keyboard.type('!');
        await eventually(() => ruleOf(name).message, { title: 'Now: {{account}}!' });
        await message
          .getByText(/^Now: .+!$/)
          .first()
          .waitFor();
        await page.keyboard.type(' {{nobody}}');
        await page
          .getByRole('main')
          .getByRole('alert')
          .getByText(/nobody/)
          .waitFor();
        assert.ok(await button('Activate').isDisabled());
        for (let i = 0; i < ' {{nobody}}'.length; i++) await page.keyboard.press('Backspace');
        await eventually(() => button('Activate').isDisabled(), false);
        await page.keyboard.press('Escape');
      });

      it('is activated after a question, changed when that is wanted, and paused', async () => {
        await press(page, button('Activate'), 'Shift+Tab');
        await dialog(`Activate the rule “${name}”?`).waitFor();
        await opened(page);
        assert.equal(ruleOf(name).state, 'draft');
        await page.keyboard.press('Enter');
        await eventually(() => ruleOf(name).state, 'active');
        await button('Pause').waitFor();
        await type(page, field('Fires at'), '95');
        await page.getByText(/not in force yet$/).waitFor();
        assert.equal(ruleOf(name).condition.value, 0.85);
        await press(page, button('Apply changes'), 'Shift+Tab');
        await opened(page);
        await page.keyboard.press('Enter');
        await eventually(() => ruleOf(name).condition.value, 0.95);
        await press(page, button('Pause'), 'Shift+Tab');
        await eventually(() => ruleOf(name).state, 'paused');
      });

      it('comes back as it was in an earlier version', async () => {
        await press(page, button('Versions'), 'Shift+Tab');
        await opened(page);
        const versions = command(['rule', 'versions', String(ruleOf(name).id)]).versions;
        assert.ok(versions.length > 1);
        const earlier = versions.find(({ rule }) => rule.condition?.value === 0.85);
        await press(page, button(`Restore version ${earlier.number}`));
        await page.getByText(`Version ${earlier.number} restored`).waitFor();
        await eventually(() => ruleOf(name).condition.value, 0.85);
        await eventually(() => field('Fires at').inputValue(), '85%');
      });

      it('has its log, which is searched and narrowed', async () => {
        await press(page, page.getByRole('link', { name: 'Activity log', exact: true }), 'Shift+Tab');
        await page.getByRole('heading', { level: 1, name: 'Activity log' }).waitFor();
        const lines = () =>
          page
            .getByRole('row')
            .count()
            .then((count) => count - 1);
        const { id } = ruleOf(name);
        const logged = (...kinds) =>
          command(['rule', 'log', String(id)]).entries.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
        await eventually(lines, logged().length);
        await page.getByRole('cell', { name: 'Activated' }).waitFor();
        await page.getByRole('cell', { name: 'Paused' }).waitFor();
        await tick(page, 'Changes');
        await eventually(lines, logged('edited', 'switched').length);
        await tick(page, 'Changes', 'Shift+Tab');
        await type(page, page.getByPlaceholder('Find in the log'), 'nothing that is there');
        await page.getByText('No line fits what is searched for.').waitFor();
        await page.keyboard.press('Escape');
        await eventually(lines, logged().length);
        await drawn(page);
        command(['rule', 'activate', String(id)]);
        await press(page, button('Refresh'), 'Shift+Tab');
        await eventually(() => page.getByRole('cell', { name: 'Activated' }).count(), 2);
        command(['rule', 'pause', String(id)]);
      });

      it('is resumed and removed from the list', async () => {
        await show(page, 'rules');
        await press(page, button(`More for ${name}`));
        await pick(page, 'Remove');
        await dialog(`Remove the rule “${name}”?`).waitFor();
        await opened(page);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        assert.equal(ruleOf(name).state, 'paused');
        await press(page, button(`Resume ${name}`), 'Shift+Tab');
        await eventually(() => ruleOf(name).state, 'active');
        await press(page, button(`More for ${name}`));
        await pick(page, 'Remove');
        await press(page, page.getByRole('dialog').getByRole('button', { name: 'Remove rule' }));
        await eventually(() => ruleOf(name), undefined);
      });
    });
  }

  it('makes a rule of what a tile shows', async () => {
    await show(page, 'dashboard/adoption');
    const title = await page
      .getByRole('main')
      .getByRole('region')
      .filter({ has: page.locator('[data-drawing]') })
      .first()
      .getAttribute('aria-label');
    await menu(page, title, 'Notify me about this');
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    await page.getByText(/instances? today/).waitFor();
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
