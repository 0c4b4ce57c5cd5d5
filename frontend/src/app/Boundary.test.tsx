import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { startLanguage } from '../lib/i18n';
import { Boundary } from './Boundary';

function Page({ fails }: { fails: boolean }) {
  if (fails) throw new Error('no page');
  return <p>shown</p>;
}

it('says that a page failed, and shows the next one', () => {
  startLanguage('en', 'en-GB');
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const at = (address: string, fails: boolean) => (
    <MantineProvider>
      <Boundary address={address}>
        <Page fails={fails} />
      </Boundary>
    </MantineProvider>
  );
  const { rerender } = render(at('dashboard/a', true));
  expect(screen.getByRole('alert')).toBeTruthy();
  rerender(at('dashboard/a', false));
  expect(screen.getByRole('alert')).toBeTruthy();
  rerender(at('dashboard/b', false));
  expect(screen.getByText('shown')).toBeTruthy();
});
