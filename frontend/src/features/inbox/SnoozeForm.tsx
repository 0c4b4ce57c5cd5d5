import { Button, type ButtonProps, TextInput } from '@mantine/core';
import { IconCalendarEvent, IconDownload, IconFlag } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { InboxDetail } from '../../api/inboxTypes';
import type { SnoozeReturn } from '../../api/ruleTypes';
import { Calendar } from '../../components/Calendar';
import { useWords } from '../../components/catalog/useCatalog';
import { Icon } from '../../components/Icon';
import { metricOf, unitOf } from '../../components/reason';
import { useToday } from '../../components/useView';
import { dayShort, shiftDay } from '../../lib/format';
import { parseNumber } from '../../lib/parse';
import css from './Inbox.module.css';

interface SnoozeFormProps {
  item: InboxDetail | undefined;
  onSnooze: (until: SnoozeReturn, note: string) => void;
}

/** SnoozeForm chooses what brings a notification back: a day, the next import, a move of its value, or its notice day. */
export function SnoozeForm({ item, onSnooze }: SnoozeFormProps) {
  const { t } = useTranslation();
  const today = useToday();
  const words = useWords();
  const [note, setNote] = useState('');
  const week = shiftDay(today, 7);
  const choose = (until: SnoozeReturn) => onSnooze(until, note.trim());
  const hasNotice = item === undefined || item.act_by > today;
  // Of a share a person types points of a percentage.
  const share = words !== undefined && item !== undefined && metricOf(item.reason, words)?.format === 'percent';
  const unit = words && item && !share ? (words.catalog.units?.[unitOf(item.reason, words)]?.other ?? '') : '';
  const hasValue = item === undefined || item.value !== null;
  return (
    <div className={css.snooze}>
      <div className={css.ways}>
        <TextInput
          label={t('inbox.note')}
          maxLength={300}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={css.returns}>
          <Way drawing={IconCalendarEvent} onClick={() => choose({ day: week })} data-autofocus>
            {t('inbox.snoozeWeek', { day: dayShort(week, today) })}
          </Way>
          <Way drawing={IconDownload} onClick={() => choose({ import: true })}>
            {t('inbox.snoozeImport')}
          </Way>
          {hasNotice && (
            <Way drawing={IconFlag} onClick={() => choose({ notice: true })}>
              {item ? t('inbox.snoozeNoticeDay', { day: dayShort(item.act_by, today) }) : t('inbox.snoozeNotice')}
            </Way>
          )}
        </div>
        {hasValue && <Moved ratio={share} unit={unit} onMoved={(moved) => choose({ moved })} />}
      </div>
      <div>
        <p className={css.above}>{t('inbox.snoozeDay')}</p>
        <Calendar start={today} min={shiftDay(today, 1)} onChange={(day) => choose({ day })} />
      </div>
    </div>
  );
}

interface WayProps extends ButtonProps {
  drawing: typeof IconFlag;
  onClick: () => void;
  children: string;
}

/** Way is one of what brings a notification back, chosen by a press. */
function Way({ drawing, children, ...rest }: WayProps) {
  return (
    <Button
      {...rest}
      variant="subtle"
      c="var(--hr-text)"
      fullWidth
      justify="flex-start"
      px={8}
      leftSection={<Icon of={drawing} />}
    >
      {children}
    </Button>
  );
}

interface MovedProps {
  ratio: boolean;
  /** unit is what the value is counted in, "" where nothing is. */
  unit: string;
  onMoved: (by: number) => void;
}

/** Moved takes by how much the value must move. */
function Moved({ ratio, unit, onMoved }: MovedProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const by = parseNumber(typed);
  const send = () => {
    if (by === null || by <= 0) return setWrong(true);
    return onMoved(ratio ? by / 100 : by);
  };
  return (
    <form
      className={css.noteForm}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextInput
        label={
          <>
            {t(ratio ? 'inbox.snoozePoints' : 'inbox.snoozeMoved')}
            {unit !== '' && <span className="sr"> ({unit})</span>}
          </>
        }
        inputMode="decimal"
        value={typed}
        error={wrong ? t('inbox.needMoved') : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
      />
      {unit !== '' && (
        <span className={css.unit} aria-hidden="true">
          {unit}
        </span>
      )}
      <Button type="submit">{t('inbox.snooze')}</Button>
    </form>
  );
}
