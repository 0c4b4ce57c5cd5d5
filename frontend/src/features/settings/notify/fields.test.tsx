import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import { open } from '../../../testing/render';

it('a time that is kept by Enter leaves the focus where it is', async () => {
  const fake = open('#/settings');
  const from = await screen.findByLabelText<HTMLInputElement>('Quiet hours');
  from.focus();
  fireEvent.change(from, { target: { value: '18' } });
  fireEvent.keyDown(from, { key: 'Enter' });
  await waitFor(() => expect(fake.calls).toContain('Settings.Set'));
  await act(() => new Promise((kept) => setTimeout(kept)));
  expect(screen.getByLabelText<HTMLInputElement>('Quiet hours').value).toBe('18:00');
  expect(screen.getByLabelText('Quiet hours')).toBe(document.activeElement);
});

it('says that the key of a removed webhook is still in the keyring', async () => {
  open('#/settings');
  const section = await screen.findByRole('region', { name: 'Webhooks' });
  fireEvent.change(within(section).getByLabelText('Name'), { target: { value: 'ops' } });
  fireEvent.change(within(section).getByLabelText('Address'), { target: { value: 'https://ops.example' } });
  fireEvent.click(within(section).getByRole('button', { name: 'Add webhook' }));
  const remove = await within(section).findByRole('button', { name: 'Remove the webhook ops' });
  fireEvent.change(within(section).getByLabelText('ops'), { target: { value: 'quite secret' } });
  fireEvent.click(within(section).getByRole('button', { name: /^Keep: / }));
  await within(section).findByRole('button', { name: 'Remove from the keyring' });
  const settings = window.go?.bridge.Settings;
  if (settings)
    settings.SetSecret = () => Promise.reject(new Error('{"code":"busy","message":"The keyring is locked."}'));
  fireEvent.click(remove);
  expect(await screen.findByText('The keyring is locked.')).toBeTruthy();
});
