import { ActionIcon, CloseButton, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, Ref } from 'react';
import { useTranslation } from 'react-i18next';

import { int } from '../../lib/format';
import { Icon } from '../Icon';
import css from './FindBar.module.css';

interface FindBarProps {
  text: string;
  onText: (text: string) => void;
  /** at is the number of the hit looked at, of count; both are undefined where the rows that hold the text are listed. */
  at: number | undefined;
  count: number | undefined;
  onStep: (by: number) => void;
  onClose: () => void;
  /** stays is set where the field is always there: Escape then empties it. */
  stays: boolean;
  ref: Ref<HTMLInputElement>;
}

/** FindBar asks what to find in a table, and goes from hit to hit. */
export function FindBar({ text, onText, at, count, onStep, onClose, stays, ref }: FindBarProps) {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') onClose();
  };
  const none = count === 0 && text !== '';
  return (
    <search className={css.find}>
      <TextInput
        ref={ref}
        size="xs"
        w={stays ? 220 : 180}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder={t('table.findHint')}
        aria-label={t('table.findHint')}
        leftSection={<Icon of={IconSearch} />}
        rightSection={
          text !== '' && stays && <CloseButton size="xs" aria-label={t('table.findClear')} onClick={onClose} />
        }
      />
      <span role="status" className={none ? 'warn sm' : 't2 sm'}>
        {text !== '' &&
          count !== undefined &&
          (none ? t('table.noHit') : t('table.hits', { at: int((at ?? 0) + 1), count, number: int(count) }))}
      </span>
      {text !== '' && count !== undefined && count > 0 && (
        <>
          <ActionIcon size={24} aria-label={t('table.previous')} onClick={() => onStep(-1)}>
            <Icon of={IconChevronUp} />
          </ActionIcon>
          <ActionIcon size={24} aria-label={t('table.next')} onClick={() => onStep(1)}>
            <Icon of={IconChevronDown} />
          </ActionIcon>
        </>
      )}
      {!stays && <CloseButton size={24} iconSize={14} aria-label={t('table.findClose')} onClick={onClose} />}
    </search>
  );
}
