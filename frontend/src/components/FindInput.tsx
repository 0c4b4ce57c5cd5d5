import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from './Icon';

interface FindInputProps {
  value: string;
  onChange: (text: string) => void;
}

/** FindInput searches the table of the page; the key / goes there, Escape empties it. */
export function FindInput({ value, onChange }: FindInputProps) {
  const { t } = useTranslation();
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
      placeholder={t('find.placeholder')}
      aria-label={t('find.placeholder')}
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
