import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

import { NumberField } from './NumberField';

interface DaysInputProps {
  value: number;
  max: number;
  label: string;
  onChange: (days: number) => void;
}

/** DaysInput takes a number of days that is typed; it is handed on when the typing stops. */
export function DaysInput({ value, max, label, onChange }: DaysInputProps) {
  const [typed, setTyped] = useState<string | number>(value);
  const hand = useDebouncedCallback(onChange, 250);
  const fits = (days: string | number) => days !== '' && Number.isInteger(Number(days)) && Number(days) >= 1;
  const change = (next: string | number) => {
    setTyped(next);
    if (fits(next)) hand(Number(next));
  };
  return (
    <NumberField
      value={typed}
      onChange={change}
      onBlur={() => !fits(typed) && setTyped(value)}
      min={1}
      max={max}
      clampBehavior="strict"
      allowDecimal={false}
      allowNegative={false}
      aria-label={label}
      w={56}
      styles={{ input: { textAlign: 'right', height: 24, minHeight: 24 } }}
    />
  );
}
