import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { Confirm } from './Confirm';

it('still asks what it asked while it fades', async () => {
  const asking = (name: string | null) => (
    <MantineProvider>
      <Confirm
        opened={name !== null}
        question={`Remove ${name ?? ''}?`}
        yes="Remove"
        no="Keep"
        onYes={() => {}}
        onNo={() => {}}
      >
        {name}
      </Confirm>
    </MantineProvider>
  );
  const { rerender } = render(asking('South'));
  await screen.findByText('Remove South?');
  rerender(asking(null));
  expect(screen.getByText('Remove South?')).toBeTruthy();
  expect(screen.getByText('South')).toBeTruthy();
});
