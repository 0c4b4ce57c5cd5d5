import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isDay } from './readings';

interface DayFieldProps {
  label: string;
  value: string;
  onChange: (day: string) => void;
}

/** DayField takes a day that is typed as year, month and day; it is handed on as soon as it is one. */
export function DayField({ label, value, onChange }: DayFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const wrong = typed !== '' && !isDay(typed);
  const hand = () => isDay(typed) && typed !== value && onChange(typed);
  return (
    <TextInput
      label={label}
      value={typed}
      placeholder="2026-12-31"
      error={wrong && typed.length >= 10 ? t('wizard.notADay') : undefined}
      onChange={(event) => setTyped(event.currentTarget.value.trim())}
      onBlur={hand}
      onKeyDown={(event) => event.key === 'Enter' && hand()}
    />
  );
}
