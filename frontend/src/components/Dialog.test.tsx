import { Button, MantineProvider, Menu } from '@mantine/core';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';

import { Dialog } from './Dialog';

function Page() {
  const [opened, setOpened] = useState(false);
  return (
    <MantineProvider env="test">
      <Button onClick={() => setOpened(true)}>Open</Button>
      <Menu>
        <Menu.Target>
          <Button>More</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpened(true)}>Open from here</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {opened && (
        <Dialog title="A question" onClose={() => setOpened(false)} closeButtonProps={{ 'aria-label': 'Close' }}>
          <input data-autofocus aria-label="Answer" />
        </Dialog>
      )}
    </MantineProvider>
  );
}

const press = (name: string) => {
  const button = screen.getByRole('button', { name });
  button.focus();
  fireEvent.click(button);
};

const leave = async () => {
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Answer')));
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
};

it('gives the focus back to what opened it', async () => {
  render(<Page />);
  press('Open');
  await leave();
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Open'));
});

it('gives the focus back to the menu whose entry opened it', async () => {
  render(<Page />);
  press('More');
  const entry = await screen.findByRole('menuitem', { name: 'Open from here' });
  entry.focus();
  fireEvent.click(entry);
  await leave();
  await waitFor(() => expect(document.activeElement?.textContent).toBe('More'));
});
