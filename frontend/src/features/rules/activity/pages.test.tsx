import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';

import type { Activity } from '../../../api/ruleTypes';
import { open } from '../../../testing/render';

it('begins with the newest lines of another rule', async () => {
  open('#/rules/activity?rule=1');
  const rules = window.go?.bridge.Rules;
  if (!rules) throw new Error('no program');
  const offsets: unknown[] = [];
  rules.Activity = async (rule, _kinds, _find, offset) => {
    offsets.push([rule, offset]);
    const entry: Activity = {
      id: Number(rule) * 1000 + Number(offset),
      at: '2026-11-20T08:00:00Z',
      rule: Number(rule),
      kind: 'edited',
      detail: { version: 1 },
    };
    return JSON.stringify({ entries: [entry], count: rule === 1 ? 300 : 1 });
  };
  fireEvent.click(await screen.findByRole('button', { name: 'Refresh' }));
  const older = await screen.findByRole('button', { name: 'Older' });
  await waitFor(() => expect(older).toHaveProperty('disabled', false));
  fireEvent.click(older);
  await waitFor(() => expect(offsets).toContainEqual([1, 1]));
  act(() => {
    window.location.hash = '#/rules/activity?rule=2';
  });
  await waitFor(() => expect(offsets).toContainEqual([2, 0]));
  expect(offsets).not.toContainEqual([2, 1]);
});

it('says how far it goes only where it goes somewhere, and calls no rule removed before it knows', async () => {
  open('#/rules/activity?rule=1');
  const rules = window.go?.bridge.Rules;
  if (!rules) throw new Error('no program');
  rules.List = () => new Promise(() => {});
  rules.Activity = async (_rule, _kinds, _find, offset) => {
    const entry: Activity = {
      id: 1,
      at: '2026-11-20T08:00:00Z',
      rule: 99,
      rule_name: 'Mine',
      kind: 'edited',
      detail: { version: 1 },
    };
    return JSON.stringify({ entries: offset === 0 ? [entry] : [], count: offset === 0 ? 300 : 1 });
  };
  fireEvent.click(await screen.findByRole('button', { name: 'Refresh' }));
  expect(await screen.findByText('Mine')).toBeTruthy();
  expect(await screen.findByText('1 to 1 of 300')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Older' }));
  expect(await screen.findByText(/^No line fits|^Nothing is logged/)).toBeTruthy();
  expect(screen.queryByText(/\d to \d of 1$/)).toBeNull();
});
