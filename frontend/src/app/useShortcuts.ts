import { useHotkeys } from '@mantine/hooks';

import { useChooseFiles } from '../components/useChooseFiles';
import { goTo } from '../lib/route';
import { sections } from '../lib/shortcuts';

/** useShortcuts holds the keys that work on every page; none fires while typing, except those with Ctrl. */
export function useShortcuts(): void {
  const choose = useChooseFiles();
  useHotkeys(
    [
      ['mod+O', choose],
      ['mod+,', () => goTo('settings')],
      ['F1', () => goTo('help')],
      ...sections.map((name, i): [string, () => void] => [`mod+${i + 1}`, () => goTo(name)]),
    ],
    [],
  );
  useHotkeys([
    ['?', () => goTo('help'), { usePhysicalKeys: false }],
    ['shift+?', () => goTo('help')],
    ['/', () => document.querySelector<HTMLInputElement>('[data-find]')?.focus()],
  ]);
}
