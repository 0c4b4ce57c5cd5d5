import { Button, Popover, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Control, Dashboard } from '../../../api/reportTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { Icon } from '../../../components/Icon';
import type { Change } from './Editor';
import css from './Editor.module.css';
import { addControl } from './edits';

interface AddControlProps {
  dashboard: Dashboard;
  words: Words;
  change: Change;
}

/** AddControl adds a filter that who looks at the dashboard sets. */
export function AddControl({ dashboard, words, change }: AddControlProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [dimension, setDimension] = useState<string | null>(null);
  const [show, setShow] = useState<Control['show']>('list');
  const [title, setTitle] = useState('');
  const shows = dimension === null ? [] : showsOf(dimension, words);
  const choose = (name: string | null) => {
    setDimension(name);
    setShow(showsOf(name ?? '', words)[0] ?? 'list');
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (dimension === null) return;
    change(
      'addControl',
      addControl(dashboard, { show, dimension, ...(title.trim() !== '' && { title: title.trim() }) }),
    );
    setOpened(false);
    choose(null);
    setTitle('');
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320}>
      <Popover.Target>
        <Button variant="subtle" leftSection={<Icon of={IconPlus} />} onClick={() => setOpened(!opened)}>
          {t('dashboards.addControl')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('dashboards.addControl')}>
        <form className={css.form} onSubmit={add}>
          <Select
            label={t('dashboards.dimension')}
            data={dimensionsOf(words)}
            value={dimension}
            onChange={choose}
            searchable
            data-autofocus
            nothingFoundMessage={t('dashboards.noDimension')}
            comboboxProps={{ withinPortal: false }}
            maxDropdownHeight={260}
          />
          {shows.length > 1 && (
            <SegmentedControl
              aria-label={t('dashboards.controlShow')}
              value={show}
              onChange={(value) => setShow(value as Control['show'])}
              data={shows.map((one) => ({ value: one, label: t(`dashboards.shown_${one}`) }))}
            />
          )}
          <TextInput
            label={t('dashboards.controlTitle')}
            value={title}
            maxLength={100}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" disabled={dimension === null}>
            {t('dashboards.addControl')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** dimensionsOf are the dimensions to choose from, by their label. */
function dimensionsOf(words: Words): { value: string; label: string }[] {
  return words.catalog.dimensions
    .map(({ name, label }) => ({ value: name, label: label || name }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** showsOf are the kinds of control a dimension can have, the usual one first. */
function showsOf(dimension: string, words: Words): Control['show'][] {
  switch (words.dimension(dimension)?.kind) {
    case 'date':
    case 'time':
      return ['date'];
    case 'number':
    case 'days':
      return ['input'];
    case 'text':
      return ['list', 'input'];
    default:
      return ['list'];
  }
}
