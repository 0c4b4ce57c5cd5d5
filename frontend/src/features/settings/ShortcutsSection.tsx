import { Button } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { KeyCaps } from '../../components/Keys';
import {
  conflictsOf,
  defaultKeys,
  isReserved,
  resetKeys,
  type ShortcutName,
  setKeys,
  shortcutNames,
  strokesOf,
  useKeys,
} from '../../lib/shortcuts';
import { Section } from './Field';
import css from './Shortcuts.module.css';

/** pause is how long the second key of a sequence may take while keys are chosen. */
const pause = 900;

/** ShortcutsSection lets the person choose the keys of every shortcut. */
export function ShortcutsSection() {
  const { t } = useTranslation();
  return (
    <Section title={t('shortcutSettings.title')}>
      <Button id="shortcuts" mb={12} onClick={resetKeys}>
        {t('shortcutSettings.resetAll')}
      </Button>
      <ul className={css.list}>
        {shortcutNames.map((name) => (
          <Row key={name} name={name} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ name }: { name: ShortcutName }) {
  const { t } = useTranslation();
  const keys = useKeys(name);
  const [choosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState('');
  const label = t(`shortcut.${name}`);
  const take = (chosen: string) => {
    setChoosing(false);
    const [other] = conflictsOf(name, chosen);
    if (isReserved(chosen)) return setProblem(t('shortcutSettings.reserved'));
    if (other) return setProblem(t('shortcutSettings.taken', { other: t(`shortcut.${other}`) }));
    setProblem('');
    return setKeys(name, chosen);
  };
  return (
    <li className={css.row}>
      <span className="grow">
        {label}
        <span role="alert" className={css.problem}>
          {problem}
        </span>
      </span>
      {choosing ? (
        <Recorder label={label} onTake={take} onCancel={() => setChoosing(false)} />
      ) : (
        <>
          <KeyCaps keys={keys} />
          {keys !== defaultKeys(name) && (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={t('shortcutSettings.resetOf', { name: label })}
              onClick={() => {
                setProblem('');
                setKeys(name, null);
              }}
            >
              {t('shortcutSettings.reset')}
            </Button>
          )}
          <Button
            size="compact-xs"
            aria-label={t('shortcutSettings.changeOf', { name: label })}
            onClick={() => {
              setProblem('');
              setChoosing(true);
            }}
          >
            {t('shortcutSettings.change')}
          </Button>
        </>
      )}
    </li>
  );
}

interface RecorderProps {
  label: string;
  onTake: (keys: string) => void;
  onCancel: () => void;
}

/** Recorder takes the keys that are pressed: one combination, or two keys shortly after each other. */
function Recorder({ label, onTake, onCancel }: RecorderProps) {
  const { t } = useTranslation();
  const [first, setFirst] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  useEffect(() => {
    if (first === '') return undefined;
    const timer = setTimeout(() => onTake(first), pause);
    return () => clearTimeout(timer);
  }, [first, onTake]);

  const press = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return onCancel();
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key) || event.nativeEvent.isComposing) return;
    const [stroke] = strokesOf(event.nativeEvent);
    if (!stroke) return;
    if (first !== '') return onTake(`${first} ${stroke}`);
    if (/^(mod|alt|ctrl)\+|^f\d+$/.test(stroke)) return onTake(stroke);
    setFirst(stroke);
  };
  return (
    <Button
      ref={button}
      size="compact-xs"
      aria-label={t('shortcutSettings.pressFor', { name: label })}
      onKeyDown={press}
      onBlur={onCancel}
    >
      {first === '' ? t('shortcutSettings.press') : <KeyCaps keys={first} />}
    </Button>
  );
}
