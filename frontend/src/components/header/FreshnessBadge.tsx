import { Popover } from '@mantine/core';
import { IconCircleCheck, IconCircleHalf2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Staleness } from '../../api/importTypes';
import { stalenessQuery, statusQuery } from '../../api/queries';
import { cx } from '../../lib/cx';
import { day, dayMonth, dayNear, int, localDay, moment, shiftDay, time } from '../../lib/format';
import { useSourceName } from '../catalog/useCatalog';
import { Icon } from '../Icon';
import { Status } from '../Status';
import css from './FreshnessBadge.module.css';

/** FreshnessBadge says on every page how old the data is, by its oldest source; a click lists all. */
export function FreshnessBadge() {
  const { t } = useTranslation();
  const { data: status } = useQuery(statusQuery());
  const { data: sources = [] } = useQuery(stalenessQuery());
  const nameOf = useSourceName();
  const oldest = sources.toSorted((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : b.late - a.late))[0];
  if (!status || !oldest) return null;

  const late = sources.filter((source) => source.late > 0).length;
  const updated = localDay(status.lastUpdated);
  const asOf = dayNear(oldest.asOf, status.today);
  return (
    <Popover position="bottom-end" width="max-content">
      <Popover.Target>
        <button type="button" className={css.badge} title={t('header.oldest', { source: nameOf(oldest.source) })}>
          <span className={cx(css.first, late > 0 && 'warn')}>
            <Icon of={late > 0 ? IconCircleHalf2 : IconCircleCheck} size={14} />
            <span className="cut">
              <span className={css.long}>
                {late > 0
                  ? t('header.dataLate', { day: asOf, source: nameOf(oldest.source), count: late, number: int(late) })
                  : t('header.data', { day: asOf, source: nameOf(oldest.source) })}
              </span>
              <span className={css.short} aria-hidden="true">
                {t('header.dataBrief', { day: asOf })}
              </span>
            </span>
          </span>
          <span className={css.second}>
            <span className={css.long}>
              {updated === status.today
                ? t('fresh.updatedToday', { time: time(status.lastUpdated) })
                : t('fresh.updated', { day: dayNear(updated, status.today) })}
            </span>
            <span className={css.short} aria-hidden="true">
              {t('fresh.updatedBrief', {
                when: updated === status.today ? time(status.lastUpdated) : dayMonth(updated),
              })}
            </span>
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} className={css.panelOfSources} aria-label={t('fresh.sources')}>
        <Sources sources={sources} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Sources({ sources }: { sources: Staleness[] }) {
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
          <th scope="col">{t('header.rhythm')}</th>
          <th scope="col">{t('header.next')}</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <SourceRow key={`${source.source} ${source.dataset}`} source={source} />
        ))}
      </tbody>
    </table>
  );
}

function SourceRow({ source }: { source: Staleness }) {
  const { t } = useTranslation();
  const [from = '', to = ''] = source.gap.split(' to ');
  const name = useSourceName()(source.source);
  return (
    <tr>
      <td className={css.name} title={name}>
        {name}
      </td>
      <td>{t(`dataset.${source.dataset}` as 'dataset.usage', { defaultValue: source.dataset })}</td>
      <td>
        <span className="row">
          {day(source.asOf)}
          {source.late > 0 && <Status is="late" />}
        </span>
        {source.gap !== '' && <div className="xs warn">{t('header.gap', { from: day(from), to: day(to) })}</div>}
      </td>
      <td>{moment(source.importedAt)}</td>
      <td>{source.every > 0 ? t('header.every', { count: source.every, number: int(source.every) }) : '–'}</td>
      <td>{source.every > 0 ? day(shiftDay(source.asOf, source.every)) : '–'}</td>
    </tr>
  );
}
