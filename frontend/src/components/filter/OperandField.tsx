import { TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';

import type { DimensionKind } from '../../api/metricTypes';
import { day } from '../../lib/format';
import { parseDay } from '../../lib/parse';
import { NumberEntry } from '../NumberEntry';
import { TokenField } from './TokenField';

interface OperandFieldProps {
  label: string;
  kind: DimensionKind;
  /** percent fields take 20 for 0.2. */
  percent?: boolean;
  unit?: string | undefined;
  value: unknown;
  onChange: (value: unknown) => void;
  autoFocus?: boolean;
  placeholder?: string;
}

/** scaled keeps a share as the person typed it: 0.07 × 100 is 7 and not 7.000000000000001. */
function scaled(value: number, by: number): number {
  return Number((value * by).toPrecision(12));
}

/** OperandField takes one operand of a comparison: a text, a number, a day, or a token. */
export function OperandField({
  label,
  kind,
  percent = false,
  unit,
  value,
  onChange,
  autoFocus,
  placeholder = day('2026-11-20'),
}: OperandFieldProps) {
  const focus = autoFocus ? { 'data-autofocus': true } : {};
  if (kind === 'number' || kind === 'days') {
    const shown = typeof value === 'number' ? (percent ? scaled(value, 100) : value) : null;
    return (
      <TokenField label={label} type="number" value={value} onChange={onChange}>
        <NumberEntry
          {...focus}
          aria-label={label}
          value={shown}
          onChange={(next) => onChange(next === null ? undefined : percent ? scaled(next, 0.01) : next)}
          rightSection={percent ? '%' : unit ? <span className="t2 sm">{unit}</span> : null}
          rightSectionWidth={percent ? 28 : unit ? 72 : 0}
          rightSectionPointerEvents="none"
        />
      </TokenField>
    );
  }
  if (kind === 'date' || kind === 'time') {
    return (
      <TokenField label={label} type="date" value={value} onChange={onChange}>
        <DateInput
          {...focus}
          size="xs"
          aria-label={label}
          value={typeof value === 'string' ? value.slice(0, 10) : null}
          valueFormat={day}
          dateParser={parseDay}
          placeholder={placeholder}
          onChange={(next) => onChange(next ?? undefined)}
          popoverProps={{ withinPortal: false }}
          styles={{ input: { height: 28, minHeight: 28 } }}
        />
      </TokenField>
    );
  }
  return (
    <TokenField label={label} type="text" value={value} onChange={onChange}>
      <TextInput
        {...focus}
        aria-label={label}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </TokenField>
  );
}
