import { useEffect } from 'react';

import { print, zoom } from '../api/desk';
import { useChooseFiles } from '../components/useChooseFiles';
import { goTo, parseRoute } from '../lib/route';
import { sections } from '../lib/shortcuts';
import { listenToKeys, useShortcut } from '../lib/useShortcut';

/** numbered are the places that the number keys open: the sections, and what is below them. */
const numbered = [...sections, 'settings', 'help'] as const;

/** open does for a number key what a click on the rail does. */
function open(number: number): void {
  const name = numbered[number - 1];
  if (name !== undefined) goTo(name);
}

/** useShortcuts holds the keys that work on every page; a page that registers one of them goes before. */
export function useShortcuts(): void {
  useEffect(() => listenToKeys(), []);
  useShortcut('import', useChooseFiles());
  useShortcut('print', print);
  useShortcut('settings', () => goTo('settings'));
  useShortcut('keys', () => goTo('help', 'keys'));
  useShortcut('help', () => goTo('help', parseRoute(window.location.hash).parts[0] ?? 'portfolio'));
  useShortcut('zoomIn', () => zoom('in'));
  useShortcut('zoomOut', () => zoom('out'));
  useShortcut('zoomReset', () => zoom('reset'));
  useShortcut('back', () => window.history.back());
  useShortcut('forward', () => window.history.forward());
  useShortcut('goPortfolio', () => goTo('portfolio'));
  useShortcut('goAccounts', () => goTo('accounts'));
  useShortcut('goDashboards', () => goTo('dashboards'));
  useShortcut('goRenewals', () => goTo('dashboard', 'renewals'));
  useShortcut('goReports', () => goTo('reports'));
  useShortcut('goInbox', () => goTo('inbox'));
  useShortcut('goRules', () => goTo('rules'));
  useShortcut('goImports', () => goTo('imports'));
  useShortcut('section1', () => open(1));
  useShortcut('section2', () => open(2));
  useShortcut('section3', () => open(3));
  useShortcut('section4', () => open(4));
  useShortcut('section5', () => open(5));
  useShortcut('section6', () => open(6));
  useShortcut('section7', () => open(7));
  useShortcut('section8', () => open(8));
  useShortcut('section9', () => open(9));
  useShortcut('find', find);
}

/** find puts the focus where the page's table is searched; without one the key is the web view's. */
function find(): boolean {
  const input = document.querySelector<HTMLInputElement>('[data-find]');
  input?.focus();
  input?.select();
  return input !== null;
}
