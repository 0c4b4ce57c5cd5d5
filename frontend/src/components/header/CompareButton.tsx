import { Button, Popover, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsDiff, IconChevronDown } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Compare } from '../../api/metricTypes';
import { cx } from '../../lib/cx';
import { day, int } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { setParam } from '../../lib/route';
import { type Unit, units } from '../../lib/span';
import { useShortcut } from '../../lib/useShortcut';
import { Calendar } from '../Calendar';
import { writeCompare } from '../compare';
import { Icon } from '../Icon';
import { NumberEntry } from '../NumberEntry';
import { useCompare, useToday, useView } from '../useView';
import css from './Header.module.css';
import { ImportSelect } from './ImportSelect';

/** compareText says in short what is compared with: "31 Oct 2026", "3 months earlier". */
export function compareText(compare: Compare, t: T): string {
  if (compare.as_of) return day(compare.as_of);
  if (compare.known_at) return t('header.knownAt', { id: compare.known_at });
  const count = compare.back ?? 1;
  return t(`header.back.${(compare.unit ?? 'month') as Unit}`, { count, number: int(count) });
}

/** CompareButton chooses a second state: every figure then shows by how much it differs. */
export function CompareButton() {
  const { t } = useTranslation();
  const compare = useCompare();
  const { asOf } = useView();
  const today = useToday();
  const [opened, { toggle, close }] = useDisclosure(false);
  useShortcut('compare', toggle);
  const choose = (next: Compare | undefined) => {
    setParam('compare', writeCompare(next));
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end">
      <Popover.Target>
        <Button
          variant={compare ? 'default' : 'subtle'}
          onClick={toggle}
          leftSection={<Icon of={IconArrowsDiff} />}
          rightSection={<Icon of={IconChevronDown} />}
          title={t('header.compareTitle')}
          aria-expanded={opened}
        >
          <span className={cx('t2', compare ? css.word : css.quiet)}>{t('header.compare')}</span>
          {compare && compareText(compare, t)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('header.compareTitle')}>
        <div className={css.panel}>
          {compare && <Button onClick={() => choose(undefined)}>{t('header.stop')}</Button>}
          <Back compare={compare} onChoose={(back, unit) => choose({ back, unit })} />
          <Calendar
            {...(compare?.as_of && { value: compare.as_of })}
            start={compare?.as_of ?? (asOf || today)}
            max={today}
            onChange={(chosen) => choose({ as_of: chosen })}
          />
          <ImportSelect value={compare?.known_at} onChoose={(row) => choose({ known_at: row.id })} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface BackProps {
  compare: Compare | undefined;
  onChoose: (back: number, unit: Unit) => void;
}

/** Back compares with so long ago, counted from the day the figures are told for. */
function Back({ compare, onChoose }: BackProps) {
  const { t } = useTranslation();
  const [back, setBack] = useState<number | null>(compare?.back ?? 1);
  const [unit, setUnit] = useState<Unit>((compare?.unit ?? 'month') as Unit);
  const fits = back !== null && Number.isInteger(back) && back >= 1;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (fits) onChoose(back, unit);
  };
  return (
    <form className={css.back} onSubmit={send}>
      <NumberEntry data-autofocus aria-label={t('filter.howMany')} value={back} onChange={setBack} />
      <Select
        aria-label={t('filter.unit')}
        value={unit}
        data={units.map((value) => ({ value, label: t(`header.backUnit.${value}`, { count: back ?? 2 }) }))}
        onChange={(value) => value && setUnit(value as Unit)}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <Button type="submit" variant="filled" disabled={!fits}>
        {t('header.compareDo')}
      </Button>
    </form>
  );
}
