import { Popover } from '@mantine/core';
import { IconCircleCheck, IconCircleHalf2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { portfolioQuery } from '../api/queries';
import type { Freshness } from '../api/types';
import { cx } from '../lib/cx';
import { day, dayMonth, daysBetween, localDay, moment, time } from '../lib/format';
import { useEndingDays } from '../lib/window';
import css from './FreshnessBadge.module.css';
import { Icon } from './Icon';
import { Status } from './Status';
import { useToday, useView } from './useView';

/** FreshnessBadge says on every page how old the data is; a click lists all sources. */
export function FreshnessBadge() {
  const { t } = useTranslation();
  const today = useToday();
  const view = useView();
  const days = useEndingDays();
  const { data } = useQuery({ ...portfolioQuery(view, days), select: (page) => page.freshness });
  if (!data || data.sources.length === 0) return null;

  const late = data.sources.filter((source) => source.late).length;
  const updated = localDay(data.lastUpdated);
  const asOf = daysBetween(data.dataAsOf, today) < 330 ? dayMonth(data.dataAsOf) : day(data.dataAsOf);
  return (
    <Popover position="bottom-end" width="max-content">
      <Popover.Target>
        <button type="button" className={css.badge}>
          <span className={cx(css.first, late > 0 && 'warn')}>
            <Icon of={late > 0 ? IconCircleHalf2 : IconCircleCheck} size={14} />
            {late > 0 ? t('fresh.asOfLate', { day: asOf, count: late }) : t('fresh.asOf', { day: asOf })}
          </span>
          <span className={css.second}>
            {updated === today
              ? t('fresh.updatedToday', { time: time(data.lastUpdated) })
              : t('fresh.updated', { day: day(updated) })}
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('fresh.sources')}>
        <Sources freshness={data} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Sources({ freshness }: { freshness: Freshness }) {
  const { t } = useTranslation();
  return (
    <table className={css.sources}>
      <caption>{t('fresh.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('fresh.source')}</th>
          <th scope="col">{t('fresh.dataset')}</th>
          <th scope="col">{t('fresh.dataAsOf')}</th>
          <th scope="col">{t('fresh.imported')}</th>
        </tr>
      </thead>
      <tbody>
        {freshness.sources.map((source) => (
          <tr key={`${source.source} ${source.dataset}`}>
            <td>{source.source}</td>
            <td>{t(`dataset.${source.dataset}` as 'dataset.usage', { defaultValue: source.dataset })}</td>
            <td>
              <span className="row">
                {day(source.asOf)}
                {source.late && <Status is="late" />}
              </span>
            </td>
            <td>{moment(source.importedAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
