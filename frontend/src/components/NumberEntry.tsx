import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { parseNumber, writeNumber } from '../lib/parse';

interface NumberEntryProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue' | 'error'> {
  value: number | null;
  /** onChange hands on the number; null while what is typed is none. */
  onChange: (value: number | null) => void;
}

/** NumberEntry takes a number as the region writes it, and says so where the text is none. */
export function NumberEntry({ value, onChange, ...props }: NumberEntryProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value === null ? '' : writeNumber(value));
  const read = parseNumber(typed);
  const wrong = typed.trim() !== '' && read === null;
  // A value that came from elsewhere goes before what was typed.
  const shown = value !== null && value !== read ? writeNumber(value) : typed;
  return (
    <TextInput
      {...props}
      inputMode="decimal"
      value={shown}
      error={wrong ? t('filter.noNumber', { example: writeNumber(1234.5) }) : undefined}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(parseNumber(event.currentTarget.value));
      }}
    />
  );
}
