import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from './Icon';

interface FindInputProps {
  value: string;
  onChange: (text: string) => void;
  /** placeholder says what is searched, where it is no table. */
  placeholder?: string;
}

/** FindInput searches the table of the page; the key / goes there, Escape empties it. */
export function FindInput({ value, onChange, placeholder }: FindInputProps) {
  const { t } = useTranslation();
  const said = placeholder ?? t('find.placeholder');
  return (
    <TextInput
      data-find
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (value === '') event.currentTarget.blur();
        else onChange('');
      }}
      placeholder={said}
      aria-label={said}
      leftSection={<Icon of={IconSearch} />}
      rightSection={
        value === '' ? (
          <kbd className="kbd">/</kbd>
        ) : (
          <CloseButton size="xs" aria-label={t('find.clear')} onClick={() => onChange('')} />
        )
      }
      w={220}
    />
  );
}
