import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';

import type { Filter } from '../../api/metricTypes';
import { installReports, show } from '../../testing/reports';
import { FilterBar } from './FilterBar';

const italy: Filter = { dimension: 'country', op: 'in', values: ['Italy'] };
const many: Filter = { dimension: 'quantity', op: 'ge', value: 10 };

/** bar shows a filter bar that keeps what it is told; what it holds last is in the result. */
function bar(value: Filter | undefined, off?: Filter[], having = false): { value: Filter | undefined; off: Filter[] } {
  const held = { value, off: off ?? [] };
  function Held() {
    const [state, setState] = useState({ value, off });
    return (
      <FilterBar
        value={state.value}
        {...(state.off && { off: state.off })}
        having={having}
        datasets={['entitlements']}
        onChange={(next, nextOff) => {
          Object.assign(held, { value: next, off: nextOff });
          setState({ value: next, off: off && nextOff });
        }}
      />
    );
  }
  show(<Held />);
  return held;
}

const chip = (name: string) => screen.findByRole('button', { name });

it('adds a filter by search, with values that are left by the others', async () => {
  const asked = installReports([
    { value: 'Italy', rows: 38 },
    { value: null, rows: 2 },
  ]);
  const held = bar(many);
  fireEvent.click(await chip('Add filter'));
  const search = await screen.findByRole('textbox', { name: 'Search what to filter by' });
  fireEvent.change(search, { target: { value: 'coun' } });
  fireEvent.keyDown(search, { key: 'Enter' });
  fireEvent.click(await screen.findByLabelText('Italy'));
  fireEvent.click(screen.getByLabelText('missing'));
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
  await chip('Country is Italy or missing');
  expect(held.value).toEqual({ all: [many, { dimension: 'country', op: 'in', values: ['Italy', null] }] });
  expect(asked[0]).toMatchObject({ dimension: 'country', dataset: 'entitlements', filter: many });
});

it('edits a number as the region writes it, and says what is none', async () => {
  installReports();
  const held = bar(many);
  fireEvent.click(await chip('Licenses is at least 10'));
  const input = await screen.findByLabelText('Value');
  fireEvent.change(input, { target: { value: 'ten' } });
  expect(screen.getByText(/Write a number such as/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Apply' })).toHaveProperty('disabled', true);
  fireEvent.change(input, { target: { value: '1,250.5' } });
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(held.value).toEqual({ dimension: 'quantity', op: 'ge', value: 1250.5 }));
});

it('takes a token for a value', async () => {
  installReports();
  const held = bar(many);
  fireEvent.click(await chip('Licenses is at least 10'));
  fireEvent.click(await screen.findByRole('button', { name: 'Take a token for Value' }));
  fireEvent.change(screen.getByRole('combobox', { name: 'Token for Value' }), { target: { value: 'LEAST' } });
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(held.value).toEqual({ dimension: 'quantity', op: 'ge', value: '{{LEAST}}' }));
});

it('prints the days that a relative date means', async () => {
  installReports();
  bar({ dimension: 'end_date', op: 'next', n: 90, unit: 'day' });
  fireEvent.click(await chip('End date is in the next 90 days (20 Nov 2026 to 17 Feb 2027)'));
  expect((await screen.findByRole('status')).textContent).toBe('20 Nov 2026 to 17 Feb 2027');
  fireEvent.click(screen.getByLabelText('Without the first day'));
  expect(screen.getByRole('status').textContent).toBe('21 Nov 2026 to 18 Feb 2027');
});

it('switches off and on, and removes, by key and by button', async () => {
  installReports();
  const held = bar(italy, []);
  fireEvent.keyDown(await chip('Country is Italy'), { key: 'o' });
  await chip('Country is Italy (off)');
  expect(held).toEqual({ value: undefined, off: [italy] });
  fireEvent.keyDown(await chip('Country is Italy (off)'), { key: 'o' });
  await chip('Country is Italy');
  expect(held).toEqual({ value: italy, off: [] });
  fireEvent.click(screen.getByRole('button', { name: 'Remove filter: Country is Italy' }));
  await waitFor(() => expect(held.value).toBeUndefined());
});

it('keeps a filter where it cannot be switched off', async () => {
  installReports();
  const held = bar(italy);
  fireEvent.keyDown(await chip('Country is Italy'), { key: 'o' });
  expect(held.value).toEqual(italy);
});

it('joins by and or or, and moves into a group and out of it by keyboard', async () => {
  installReports();
  const held = bar({ all: [italy, many] });
  fireEvent.click(await chip('and'));
  await chip('or');
  expect(held.value).toEqual({ any: [italy, many] });
  fireEvent.click(screen.getByRole('button', { name: 'or' }));
  fireEvent.keyDown(await chip('Country is Italy'), { key: 'ArrowDown', shiftKey: true });
  expect(held.value).toEqual({ any: [italy, many] });
});

it('frames a group and moves out of it', async () => {
  installReports();
  const held = bar({ all: [italy, { any: [many, italy] }] });
  const frame = await screen.findByRole('group', { name: 'Group of filters' });
  fireEvent.keyDown(within(frame).getByRole('button', { name: 'Licenses is at least 10' }), {
    key: 'ArrowUp',
    shiftKey: true,
  });
  await waitFor(() => expect(held.value).toEqual({ all: [italy, italy, many] }));
});

it('filters figures by metrics', async () => {
  installReports();
  const held = bar(undefined, [], true);
  fireEvent.click(await chip('Add filter of figures'));
  fireEvent.click(await screen.findByRole('button', { name: 'Deployment rate' }));
  fireEvent.change(await screen.findByLabelText('Value'), { target: { value: '20' } });
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
  await chip('Deployment rate is at least 20%');
  expect(held.value).toEqual({ metric: 'deployment_rate', op: 'ge', value: 0.2 });
});
