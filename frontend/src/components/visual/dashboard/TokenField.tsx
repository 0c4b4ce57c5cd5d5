import { Button, Popover, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { DashboardToken } from '../../../api/reportTypes';
import { day } from '../../../lib/format';
import { Calendar } from '../../Calendar';
import { Icon } from '../../Icon';
import { NumberEntry } from '../../NumberEntry';
import { useToday } from '../../useView';
import css from './Bar.module.css';

interface TokenFieldProps {
  token: DashboardToken;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** TokenField is a value of the dashboard that its tiles use, to be changed while one looks. */
export function TokenField({ token, value, onChange }: TokenFieldProps) {
  const title = token.title || token.name;
  if (token.type === 'date') return <DateToken title={title} value={String(value ?? '')} onChange={onChange} />;
  return (
    <span className={css.field}>
      <span aria-hidden="true">{title}</span>
      {token.type === 'number' ? (
        <NumberToken title={title} value={Number(value)} onChange={onChange} />
      ) : (
        <TextToken key={String(value)} title={title} value={String(value ?? '')} onChange={onChange} />
      )}
    </span>
  );
}

interface ValueProps<T> {
  title: string;
  value: T;
  onChange: (value: T) => void;
}

/** NumberToken hands a number on when the typing stops; an empty field changes nothing. */
function NumberToken({ title, value, onChange }: ValueProps<number>) {
  const [typed, setTyped] = useState<{ of: number; now: number | null }>({ of: value, now: value });
  const hand = useDebouncedCallback(onChange, 300);
  return (
    <NumberEntry
      aria-label={title}
      w={64}
      value={typed.of === value ? typed.now : value}
      onChange={(next) => {
        setTyped({ of: value, now: next });
        if (next !== null) hand(next);
      }}
    />
  );
}

/** TextToken does the same with a text. */
function TextToken({ title, value, onChange }: ValueProps<string>) {
  const [typed, setTyped] = useState(value);
  const hand = useDebouncedCallback(onChange, 300);
  const take = (next: string) => {
    setTyped(next);
    if (next !== '') hand(next);
  };
  return <TextInput aria-label={title} w={140} value={typed} onChange={(event) => take(event.currentTarget.value)} />;
}

function DateToken({ title, value, onChange }: { title: string; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const today = useToday();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start">
      <Popover.Target>
        <Button rightSection={<Icon of={IconChevronDown} size={12} />} onClick={() => setOpened(!opened)}>
          {t('dashboards.tokenIs', { title, value: day(value) })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={title}>
        <Calendar
          value={value}
          start={value || today}
          onChange={(next) => {
            onChange(next);
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
