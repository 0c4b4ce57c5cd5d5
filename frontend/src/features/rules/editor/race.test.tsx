import { EditorView } from '@codemirror/view';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';

import { open } from '../../../testing/render';

// What draws, and what measures text, needs a browser.
vi.mock('../../../components/chart/Drawn', () => ({ Drawn: () => null }));
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

beforeEach(() => localStorage.clear());

const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name, { selector: 'input' });
const type = async (name: string, value: string) => fireEvent.change(await field(name), { target: { value } });
const per = () => screen.getByLabelText<HTMLInputElement>('For each', { selector: 'input' }).value;

/** saves are the rules the program was asked to keep; each is told of when it is kept, before who asked knows. */
function saves(then: () => void = () => {}) {
  const rules = window.go?.bridge.Rules;
  const save = rules?.Save;
  if (!rules || !save) throw new Error('no program');
  const kept: { id: unknown; rule: { per?: string[]; condition: { value?: number } } }[] = [];
  rules.Save = async (id, text) => {
    const made = await save(id, text);
    kept.push({ id, rule: JSON.parse(String(text)) });
    then();
    return made;
  };
  return kept;
}

/** choose takes an option of the open list, as a person does. */
const choose = (name: string) => fireEvent.click(screen.getByRole('option', { name, hidden: true }));

/** moments are those around the first save at which a choice is made. */
const moments: [string, (does: () => void) => void][] = [
  ['before the answer is there', (does) => does()],
  ['when the answer is there', (does) => queueMicrotask(() => queueMicrotask(does))],
  ['when the address changes', (does) => window.addEventListener('hashchange', does, { once: true, capture: true })],
  [
    'when the address has changed',
    (does) => window.addEventListener('hashchange', () => setTimeout(does), { once: true }),
  ],
];

it.each(moments)('takes a choice made %s of the first save', async (_, at) => {
  open('#/rule/new?template=overage');
  let chosen = false;
  const kept = saves(() => {
    if (chosen) return;
    chosen = true;
    at(() => choose('whole portfolio'));
  });
  await type('Fires at', '90%');
  fireEvent.click(await field('For each'));
  await waitFor(() => expect(window.location.hash).toMatch(/^#\/rule\/\d+$/));
  await waitFor(() => expect(per()).toBe('whole portfolio'));
  await waitFor(() => expect(kept.at(-1)?.rule.per).toEqual([]), { timeout: 5000 });
  expect(kept.at(-1)).toMatchObject({ id: 10, rule: { condition: { value: 0.9 } } });
});

it('loses neither of two changes that are made before the first is drawn', async () => {
  open('#/rule/2');
  const title = await screen.findByRole('textbox', { name: 'Title' });
  const digest = await screen.findByRole('switch', { name: /^Digest/ });
  const editor = EditorView.findFromDOM(title);
  const kept = saves();
  act(() => {
    editor?.dispatch({ changes: { from: 0, insert: 'Mine' } });
    digest.click();
  });
  expect(title.textContent).toBe('Mine');
  expect(digest).toHaveProperty('checked', true);
  await waitFor(() => expect(kept.at(-1)?.rule).toMatchObject({ message: { title: 'Mine' } }), { timeout: 5000 });
  expect(kept.at(-1)?.rule).toMatchObject({ destinations: expect.arrayContaining(['digest']) });
});

it('begins with what was kept, also before the list of rules is asked for again', async () => {
  open('#/rule/2');
  await type('Fires at', '90%');
  const rules = window.go?.bridge.Rules;
  if (!rules) throw new Error('no program');
  rules.List = () => new Promise(() => {});
  await screen.findByText(/Draft saved/);
  act(() => {
    window.location.hash = '#/rules';
  });
  await screen.findByRole('row', { name: /Ends within 30 days/ });
  act(() => {
    window.location.hash = '#/rule/2';
  });
  expect((await field('Fires at')).value).toBe('90%');
});
