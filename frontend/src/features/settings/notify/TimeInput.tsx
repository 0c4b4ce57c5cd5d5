import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { faultText } from '../../../api/client';
import { toShortTime } from '../../../lib/clock';
import { useTyped } from '../useTyped';

interface TimeInputProps {
  id: string;
  label?: string;
  value: string;
  /** empty says that no time at all can be chosen, too. */
  empty?: boolean;
  onSave: (value: string) => Promise<unknown>;
}

/** TimeInput takes a time of day as people type it, "8" or "18:30", and keeps it when one leaves it. */
export function TimeInput({ id, label, value, empty = false, onSave }: TimeInputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useTyped(value);
  const [reason, setReason] = useState('');
  const save = () => {
    const next = typed.trim() === '' && empty ? '' : toShortTime(typed);
    if (next === null) return setReason(t('notify.noTime'));
    setTyped(next);
    setReason('');
    if (next === value) return undefined;
    return onSave(next).catch((cause) => setReason(faultText(cause)));
  };
  return (
    <TextInput
      id={id}
      aria-label={label}
      value={typed}
      error={reason || undefined}
      placeholder={empty ? t('notify.noneTime') : undefined}
      inputMode="numeric"
      w={88}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  );
}
