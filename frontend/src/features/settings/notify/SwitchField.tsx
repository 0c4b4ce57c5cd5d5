import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';

import { Field } from '../Field';
import type { SettingsProps } from './settings';

interface SwitchFieldProps extends SettingsProps {
  name: string;
  label: string;
  help: string;
  /** unset is what it is as long as nobody chose. */
  unset?: 'yes' | 'no';
  /** holds is whether it is so in fact, where the system has the last word. */
  holds?: boolean;
  /** children are what is said of it below the switch. */
  children?: ReactNode;
}

/** SwitchField is a setting that is yes or no. */
export function SwitchField({ name, label, help, unset = 'no', holds, children, values, onSet }: SwitchFieldProps) {
  return (
    <Field label={label} help={help} id={name}>
      <Switch
        id={name}
        checked={holds ?? (values[name] ?? unset) === 'yes'}
        onChange={(event) => {
          // What is refused is told by a toast, and the switch stays as it was.
          onSet(name, event.currentTarget.checked ? 'yes' : 'no').catch(() => {});
        }}
      />
      {children}
    </Field>
  );
}
