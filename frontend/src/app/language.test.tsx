import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { open } from '../testing/render';

// What draws, and what measures text, needs a browser.
vi.mock('../components/chart/Drawn', () => ({ Drawn: () => null }));
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

/** speakGerman chooses another language, as the palette does. */
async function speakGerman() {
  await act(() => window.go?.bridge.Settings?.Set?.('language', 'de'));
  await act(() => window.go?.bridge.Settings?.Set?.('region', 'de-DE'));
  await waitFor(() => expect(document.documentElement.lang).toBe('de'));
  await screen.findAllByRole('link', { name: 'Regeln' });
}

const change = async (name: string, value: string) => {
  fireEvent.change(await screen.findByLabelText(name, { selector: 'input' }), { target: { value } });
};
const typed = async (name: string) =>
  (await screen.findByLabelText<HTMLInputElement>(name, { selector: 'input' })).value;

it('leaves a dashboard that is being changed as it is', async () => {
  open('#/dashboard/portfolio/edit', { accounts: 6 });
  await change('Title', 'Mine');
  await speakGerman();
  expect(await typed('Titel')).toBe('Mine');
});

it('leaves a new rule that is being made as it is', async () => {
  const fake = open('#/rule/new?template=overage');
  await change('Fires at', '90%');
  await speakGerman();
  expect(await typed('Auslöseschwelle')).toBe('90\u00a0%');
  await waitFor(() => expect(window.location.hash).toMatch(/^#\/rule\/\d+$/));
  expect(fake.calls.filter((one) => one === 'Rules.Save')).toHaveLength(1);
});

it('leaves a report that is being changed as it is', async () => {
  sessionStorage.clear();
  open('#/report/products');
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Country' }));
  const search = await screen.findByPlaceholderText(/^Search \d+ fields$/);
  fireEvent.change(search, { target: { value: 'xyz' } });
  await speakGerman();
  expect(search.isConnected).toBe(true);
});

it('is that of the list of sections, too', async () => {
  open('#/settings');
  await screen.findByLabelText('Renewal grace');
  const listed = () => [...document.querySelectorAll('main nav button')].map((one) => one.textContent);
  const headings = () => screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent);
  const english = listed();
  await speakGerman();
  expect(listed()).toEqual(headings());
  expect(listed()).not.toEqual(english);
});
