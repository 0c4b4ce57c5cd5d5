import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { open } from '../../testing/render';

const press = (key: string) => fireEvent.keyDown(document.documentElement, { key, code: `Key${key.toUpperCase()}` });
const tab = (name: string) => screen.getByRole('tab', { name: new RegExp(`^${name}`) });
const counted = (name: string) => Number(tab(name).textContent?.replace(/\D/g, ''));

/** held lets what a method of the program is asked wait until it is told to go on. */
function held(method: string): () => void {
  const inbox = window.go?.bridge.Inbox;
  const does = inbox?.[method];
  if (!inbox || !does) throw new Error('no program');
  const waiting: (() => void)[] = [];
  inbox[method] = async (...args) => {
    await new Promise<void>((go) => waiting.push(go));
    return does(...args);
  };
  return () => {
    for (const go of waiting) go();
  };
}

describe('what is marked', () => {
  it('is what one looks at: in another tab nothing is', async () => {
    open('#/inbox');
    await screen.findByText('Fired.');
    press('x');
    expect(await screen.findByText('1 selected')).toBeTruthy();
    window.location.hash = '#/inbox?tab=snoozed';
    await waitFor(() => expect(tab('Snoozed').getAttribute('aria-selected')).toBe('true'));
    expect(screen.queryByText('1 selected')).toBeNull();
  });

  it('is not the answer to an older wish', async () => {
    open('#/inbox', { items: 300 });
    await screen.findByText('Fired.');
    const go = held('Choose');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
    expect(await screen.findByText('100 selected')).toBeTruthy();
    press('x');
    expect(await screen.findByText('99 selected')).toBeTruthy();
    go();
    await within(screen.getByRole('region', { name: 'Notifications' })).findAllByRole('checkbox');
    await Promise.resolve();
    expect(screen.getByText('99 selected')).toBeTruthy();
  });

  it('stays marked where an answer is refused', async () => {
    open('#/inbox');
    await screen.findByText('Fired.');
    const inbox = window.go?.bridge.Inbox;
    if (inbox) inbox.DoneWith = () => Promise.reject(new Error('{"code":"busy","message":"Not now."}'));
    press('x');
    press('e');
    expect(await screen.findByText('Not now.')).toBeTruthy();
    expect(screen.getByText('1 selected')).toBeTruthy();
  });
});

describe('an answer', () => {
  it('can be taken back by who left the page before it was given', async () => {
    open('#/inbox');
    await screen.findByText('Fired.');
    const before = counted('Open');
    const go = held('DoneWith');
    press('e');
    window.location.hash = '#/rules';
    await screen.findByRole('link', { name: 'Add rule' });
    go();
    expect(await screen.findByText('1 notification done')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    window.location.hash = '#/inbox';
    await waitFor(() => expect(counted('Open')).toBe(before));
  });

  it('leaves the focus in the pane that is read next', async () => {
    open('#/inbox');
    await screen.findByText('Fired.');
    const pane = screen.getByRole('article');
    const first = pane.getAttribute('aria-label');
    const done = within(pane).getByRole('button', { name: /^Done ?E$/ });
    done.focus();
    fireEvent.click(done);
    await waitFor(() => expect(screen.getByRole('article').getAttribute('aria-label')).not.toBe(first));
    expect(screen.getByRole('article').contains(document.activeElement)).toBe(true);
  });
});
