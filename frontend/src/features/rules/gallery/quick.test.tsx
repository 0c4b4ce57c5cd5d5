import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import { open } from '../../../testing/render';

it('tries again with the draft there is, where it could not be activated', async () => {
  open('#/rule/new');
  const form = await screen.findByRole('form', { name: 'Something ends soon' });
  const rules = window.go?.bridge.Rules;
  const { Save: save, SetState: setState } = rules ?? {};
  if (!rules || !save || !setState) throw new Error('no program');
  const kept: unknown[] = [];
  rules.Save = (id, rule) => {
    kept.push(id);
    return save(id, rule);
  };
  rules.SetState = () => Promise.reject(new Error('{"code":"busy","message":"Not now."}'));
  const add = within(form).getByRole('button', { name: 'Add rule' });
  fireEvent.click(add);
  await screen.findByText('Not now.');
  rules.SetState = setState;
  await waitFor(() => expect(add).toHaveProperty('disabled', false));
  fireEvent.click(add);
  await waitFor(() => expect(screen.getAllByRole('row', { name: /^Ends within 30 days/ })).toHaveLength(2));
  expect(kept).toEqual([0, 10]);
});
