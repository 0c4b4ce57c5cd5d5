import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import { installReports, show } from '../../testing/reports';
import { AsOf } from './AsOf';
import { CompareButton } from './CompareButton';
import { FreshnessBadge } from './FreshnessBadge';

it('tells figures as of the latest day that every source reaches', async () => {
  installReports();
  show(<AsOf />);
  fireEvent.click(await screen.findByRole('button', { name: /As of.*Fri 20 Nov 2026/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Latest common day, 31 Oct 2026' }));
  await waitFor(() => expect(window.location.hash).toContain('asOf=2026-10-31'));
});

it('tells figures as known after an import that holds', async () => {
  installReports();
  show(<AsOf />);
  fireEvent.click(await screen.findByRole('button', { name: /As of/ }));
  fireEvent.click(await screen.findByRole('combobox', { name: 'As known after an import' }));
  expect(screen.queryByRole('option', { name: /^11/ })).toBeNull();
  fireEvent.click(await screen.findByRole('option', { name: /^12: Partner Center/ }));
  await waitFor(() => expect(window.location.hash).toContain('asOf=2026-11-19&knownAt=12'));
  expect(await screen.findByText('as known after import 12')).toBeTruthy();
});

it('compares with so long ago, and stops', async () => {
  installReports();
  show(<CompareButton />);
  fireEvent.click(await screen.findByRole('button', { name: 'Compare' }));
  fireEvent.change(await screen.findByLabelText('How many'), { target: { value: '3' } });
  const dialog = screen.getByRole('dialog');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Compare' }));
  await waitFor(() => expect(window.location.hash).toContain('compare=3-month'));
  fireEvent.click(await screen.findByRole('button', { name: /3 months earlier/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Stop comparing' }));
  await waitFor(() => expect(window.location.hash).not.toContain('compare'));
});

it('names the oldest source, and when each is expected', async () => {
  installReports();
  show(<FreshnessBadge />);
  const badge = await screen.findByRole('button', { name: /Data as of 31 Oct, 1 source late/ });
  expect(badge.title).toBe('The oldest source is FlexNet');
  fireEvent.click(badge);
  const row = await screen.findByRole('row', { name: /Partner Center/ });
  expect(row.textContent).toContain('every 7 days');
  expect(row.textContent).toContain('27 Nov 2026');
});
