import { Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Fragment, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { keysOf, strokesOf } from '../../lib/shortcuts';
import { useShortcut } from '../../lib/useShortcut';
import { Icon } from '../Icon';
import { Keys } from '../Keys';
import { type PaletteEntry, type PaletteGroup, usePalette } from './entries';
import css from './Palette.module.css';
import { remember } from './recent';

/** Palette finds commands, pages, reports, accounts and entitlements; mounted once. */
export function Palette() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const chosen = useRef<PaletteEntry>(null);
  const opener = useRef<Element>(null);
  useShortcut('palette', () => {
    // Its field has the focus before the dialog could note where that was.
    if (!opened) opener.current = document.activeElement;
    setOpened(true);
  });
  const close = () => setOpened(false);
  // What was chosen runs when the dialog is gone, and finds the page as it was.
  const run = () => {
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
    const entry = chosen.current;
    chosen.current = null;
    if (!entry) return;
    const { id, title, sub, route } = entry;
    remember({ id, title, sub, ...(route !== undefined && { route }) });
    entry.run();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      // It is there at once: letters typed right behind its keys are its own.
      transitionProps={{ duration: 0 }}
      returnFocus={false}
      onExitTransitionEnd={run}
      size={640}
      padding={0}
      centered={false}
      yOffset="10vh"
      withCloseButton={false}
      classNames={{ content: css.content ?? '', body: css.body ?? '' }}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
    >
      <Search
        onClose={close}
        onChoose={(entry) => {
          chosen.current = entry;
          close();
        }}
      />
    </Modal>
  );
}

/** focus takes the focus while the field is put on the page, before another key can come. */
function focus(field: HTMLInputElement | null): void {
  field?.focus();
}

interface SearchProps {
  onChoose: (entry: PaletteEntry) => void;
  onClose: () => void;
}

function Search({ onChoose, onClose }: SearchProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  // The entry and not its place: others may come before it while one looks.
  const [at, setAt] = useState('');
  const id = useId();
  const groups = usePalette(text);
  const entries = groups.flatMap((group) => group.entries);
  const current = Math.max(
    0,
    entries.findIndex((one) => one.id === at),
  );
  const optionId = (index: number) => `${id}-${index}`;

  const move = (to: number) => {
    const next = (to + entries.length) % entries.length;
    setAt(entries[next]?.id ?? '');
    document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent) => {
    // While a character is composed its keys choose among characters.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const far: Record<string, number> = { PageDown: 8, PageUp: -8 };
    const again = strokesOf(event.nativeEvent).some((stroke) => keysOf('palette').includes(stroke));
    const entry = entries[current];
    if (again) onClose();
    else if (event.key === 'Enter' && entry) onChoose(entry);
    else if (steps[event.key] && entries.length > 0) move(current + (steps[event.key] ?? 0));
    else if (far[event.key] && entries.length > 0)
      move(Math.max(0, Math.min(entries.length - 1, current + (far[event.key] ?? 0))));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={css.field}>
        <Icon of={IconSearch} />
        <input
          type="text"
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={entries.length > 0 ? optionId(current) : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          ref={focus}
          data-autofocus
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt('');
          }}
          onKeyDown={press}
        />
      </div>
      <div role="listbox" id={`${id}-list`} aria-label={t('palette.title')} className={css.list}>
        <Groups
          groups={groups}
          current={current}
          optionId={optionId}
          onChoose={onChoose}
          onPoint={(index) => setAt(entries[index]?.id ?? '')}
        />
      </div>
      {entries.length === 0 && <p className={css.none}>{t('palette.none', { text })}</p>}
      <p className="sr" role="status">
        {t('palette.count', { count: entries.length })}
      </p>
    </>
  );
}

interface GroupsProps {
  groups: PaletteGroup[];
  current: number;
  optionId: (index: number) => string;
  onChoose: (entry: PaletteEntry) => void;
  onPoint: (index: number) => void;
}

function Groups({ groups, current, optionId, onChoose, onPoint }: GroupsProps) {
  const { t } = useTranslation();
  let index = -1;
  return groups.map(({ name, entries }) => (
    // biome-ignore lint/a11y/useSemanticElements: a group of options is no set of fields
    <div key={name} role="group" aria-labelledby={`palette-${name}`}>
      <div id={`palette-${name}`} className={css.group}>
        {t(`palette.group.${name}`)}
      </div>
      {entries.map((entry) => {
        index++;
        const mine = index;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={entry.id}
            id={optionId(mine)}
            role="option"
            aria-selected={mine === current}
            className={css.option}
            onClick={() => onChoose(entry)}
            onPointerMove={() => onPoint(mine)}
          >
            <span className={css.name}>
              <span title={entry.title}>{entry.title}</span>
              {entry.sub && <Beside text={entry.sub} />}
            </span>
            {entry.shortcut && <Keys of={entry.shortcut} />}
          </div>
        );
      })}
    </div>
  ));
}

/** Beside is what stands beside a name; each of its parts behind a point moves to the next line in one piece. */
function Beside({ text }: { text: string }) {
  const [first, ...rest] = text.split(' · ');
  return (
    <span className={css.sub} title={text}>
      <span>
        {first}
        {rest.map((part, i) => (
          <Fragment key={i}>
            {' · '}
            <span className={css.part}>{part}</span>
          </Fragment>
        ))}
      </span>
    </span>
  );
}
