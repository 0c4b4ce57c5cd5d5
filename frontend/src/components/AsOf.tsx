import { Button, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarEvent, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { dayLong } from '../lib/format';
import { setParam } from '../lib/route';
import { useShortcut } from '../lib/useShortcut';
import { Calendar } from './Calendar';
import { Icon } from './Icon';
import { useToday, useView } from './useView';

/** AsOf chooses the day the figures are told for; another day than today tints the header. */
export function AsOf() {
  const { t } = useTranslation();
  const { asOf } = useView();
  const today = useToday();
  const [opened, { toggle, close }] = useDisclosure(false);
  useShortcut('asOf', toggle);
  const choose = (day: string | null) => {
    setParam('asOf', day === null || day === today ? null : day);
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end">
      <Popover.Target>
        <Button
          onClick={toggle}
          leftSection={<Icon of={IconCalendarEvent} />}
          rightSection={<Icon of={IconChevronDown} />}
          title={t('asOf.title')}
        >
          <span className="t2">{t('asOf.label')}</span>&nbsp;
          {today === '' ? '' : dayLong(asOf || today)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('asOf.title')}>
        <Calendar value={asOf || today} start={asOf || today} max={today} onChange={choose} />
        {asOf !== '' && (
          <Button fullWidth mt="sm" onClick={() => choose(null)}>
            {t('asOf.today')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
