import { ActionIcon, Popover, Textarea, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../../components/Icon';
import { without } from '../model/document';
import type { Editing } from './context';
import css from './Editor.module.css';

/** Naming gives a rule its name, and the person's own words about it. */
export function Naming({ rule, change }: Editing) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-start" width={320}>
      <Popover.Target>
        <ActionIcon size={24} aria-label={t('rules.naming')} title={t('rules.naming')}>
          <Icon of={IconPencil} size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('rules.naming')}>
        <div className={css.naming}>
          <TextInput
            data-autofocus
            label={t('rules.name')}
            maxLength={200}
            value={rule.name}
            onChange={(event) => change('name', { ...rule, name: event.currentTarget.value }, 'name')}
          />
          <Textarea
            label={t('rules.note')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={1000}
            value={rule.note ?? ''}
            onChange={(event) =>
              change('name', without({ ...rule, note: event.currentTarget.value || (undefined as never) }), 'note')
            }
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
