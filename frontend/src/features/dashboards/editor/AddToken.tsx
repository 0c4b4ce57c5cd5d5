import { Button, Popover, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Dashboard, DashboardToken } from '../../../api/reportTypes';
import { Icon } from '../../../components/Icon';
import { useToday } from '../../../components/useView';
import type { Change } from './Editor';
import css from './Editor.module.css';
import { withTokens } from './edits';

const types: DashboardToken['type'][] = ['number', 'text', 'date'];

/** nameShape is what a token may be called. */
const nameShape = /^[A-Z][A-Z0-9_]{0,39}$/;

/** AddToken adds a value that tiles use as {{NAME}}. */
export function AddToken({ dashboard, change }: { dashboard: Dashboard; change: Change }) {
  const { t } = useTranslation();
  const today = useToday();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [type, setType] = useState<DashboardToken['type']>('number');
  const tokens = dashboard.tokens ?? [];
  const taken = tokens.some((token) => token.name === name);
  const fits = nameShape.test(name) && !taken;
  const first = { number: 30, text: '', date: today }[type];
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!fits) return;
    change('addToken', withTokens(dashboard, [...tokens, { name, title: title.trim(), type, value: first }]));
    setOpened(false);
    setName('');
    setTitle('');
  };
  const problem = taken ? t('dashboards.tokenTaken') : t('dashboards.tokenShape');
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300}>
      <Popover.Target>
        <Button variant="subtle" leftSection={<Icon of={IconPlus} />} onClick={() => setOpened(!opened)}>
          {t('dashboards.addToken')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('dashboards.addToken')}>
        <form className={css.form} onSubmit={add}>
          <TextInput
            label={t('dashboards.tokenName')}
            description={t('dashboards.tokenUse', {
              token: `{{${name || 'NAME'}}}`,
              interpolation: { skipOnVariables: true },
            })}
            value={name}
            error={name !== '' && !fits ? problem : undefined}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value.toUpperCase())}
          />
          <TextInput
            label={t('dashboards.controlTitle')}
            value={title}
            maxLength={100}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Select
            label={t('dashboards.tokenType')}
            data={types.map((one) => ({ value: one, label: t(`dashboards.type_${one}`) }))}
            value={type}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) => setType((value ?? 'number') as DashboardToken['type'])}
          />
          <Button type="submit" variant="filled" disabled={!fits}>
            {t('dashboards.addToken')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
