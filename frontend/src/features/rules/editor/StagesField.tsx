import { TagsInput } from '@mantine/core';

import { writeNumber } from '../../../lib/parse';
import { numbersOf } from '../model/triggers';

interface StagesFieldProps {
  label: string;
  description?: string;
  value: number[];
  onChange: (stages: number[]) => void;
}

/** StagesField takes days before and after an end, as one types them in a list. */
export function StagesField({ label, description, value, onChange }: StagesFieldProps) {
  return (
    <TagsInput
      size="xs"
      label={label}
      description={description}
      value={value.map(writeNumber)}
      splitChars={[',', ' ', ';']}
      onChange={(texts) => onChange(numbersOf(texts))}
    />
  );
}
