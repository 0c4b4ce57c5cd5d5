import { TextInput } from '@mantine/core';
import { useState } from 'react';

import { faultText } from '../../api/client';
import { useTyped } from './useTyped';

interface SettingInputProps {
  id: string;
  value: string;
  numeric?: boolean;
  /** unit stands behind a number. */
  unit?: string;
  /** onSave keeps the value or rejects with the reason why not. */
  onSave: (value: string) => Promise<unknown>;
}

/** SettingInput saves when one leaves it or presses Enter; what is refused says why and stays to be mended. */
export function SettingInput({ id, value, numeric = false, unit = '', onSave }: SettingInputProps) {
  const [typed, setTyped] = useTyped(value);
  const [reason, setReason] = useState('');
  const save = () => {
    const next = typed.trim();
    if (next === value) return setReason('');
    return onSave(next).then(
      () => setReason(''),
      (cause) => setReason(faultText(cause)),
    );
  };
  return (
    <TextInput
      id={id}
      value={typed}
      error={reason || undefined}
      inputMode={numeric ? 'numeric' : undefined}
      w={numeric ? 128 : undefined}
      // Who listens is told the unit as the description of the field.
      title={unit || undefined}
      rightSection={unit === '' ? undefined : <span className="t2 sm">{unit}</span>}
      rightSectionWidth={unit === '' ? undefined : 64}
      rightSectionPointerEvents="none"
      rightSectionProps={{ 'aria-hidden': true, style: { justifyContent: 'flex-end', paddingRight: 10 } }}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  );
}
