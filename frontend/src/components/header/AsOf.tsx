import { Button, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarEvent, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { stalenessQuery } from '../../api/queries';
import { cx } from '../../lib/cx';
import { day, dayLong, localDay } from '../../lib/format';
import { setParams } from '../../lib/route';
import { useShortcut } from '../../lib/useShortcut';
import { Calendar } from '../Calendar';
import { Icon } from '../Icon';
import { useToday, useView } from '../useView';
import css from './Header.module.css';
import { ImportSelect } from './ImportSelect';

/** AsOf chooses the state the figures are told for: a day, or what was known after an import. */
export function AsOf() {
  const { t } = useTranslation();
  const { asOf, knownAt } = useView();
  const today = useToday();
  const [opened, { toggle, close }] = useDisclosure(false);
  useShortcut('asOf', toggle);
  const { data: sources } = useQuery(stalenessQuery());
  const common = (sources ?? []).map((source) => source.asOf).toSorted()[0];
  const choose = (chosen: string, known?: number) => {
    setParams({
      asOf: chosen === '' || chosen === today ? null : chosen,
      knownAt: known === undefined ? null : String(known),
    });
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end">
      <Popover.Target>
        <Button
          onClick={toggle}
          leftSection={<Icon of={IconCalendarEvent} />}
          rightSection={<Icon of={IconChevronDown} />}
          title={t('header.asOfTitle')}
          aria-expanded={opened}
        >
          <span className={cx('t2', css.word)}>{t('asOf.label')}</span>
          {today === '' ? '' : dayLong(asOf || today)}
          {knownAt !== undefined && <span className={css.known}>{t('header.knownAt', { id: knownAt })}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('header.asOfTitle')}>
        <div className={css.panel}>
          <Button variant="default" onClick={() => choose('')} aria-pressed={asOf === '' && knownAt === undefined}>
            {t('header.today', { day: day(today) })}
          </Button>
          {common && common < today && (
            <Button
              variant="default"
              onClick={() => choose(common)}
              aria-pressed={asOf === common && knownAt === undefined}
              title={t('header.commonMeans')}
            >
              {t('header.common', { day: day(common) })}
            </Button>
          )}
          <Calendar value={asOf || today} start={asOf || today} max={today} onChange={(chosen) => choose(chosen)} />
          <ImportSelect value={knownAt} onChoose={(row) => choose(localDay(row.importedAt), row.id)} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
