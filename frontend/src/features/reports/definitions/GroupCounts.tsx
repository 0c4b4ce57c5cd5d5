import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Definitions, Group, Relation } from '../../../api/metricTypes';
import { rowsQuery } from '../../../api/reports';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { cx } from '../../../lib/cx';
import { int } from '../../../lib/format';
import css from './Definitions.module.css';
import { countQuery, countsOf, isWhole } from './group';

interface GroupCountsProps {
  group: Group;
  dataset: Relation;
  local: Definitions | undefined;
}

/** GroupCounts shows how many rows each item of a group holds now, and how many are in none. */
export function GroupCounts({ group, dataset, local }: GroupCountsProps) {
  const { t } = useTranslation();
  const [asked] = useDebouncedValue(group, 200);
  const whole = isWhole(asked) && dataset !== '';
  const { data, error } = useQuery({
    ...rowsQuery(countQuery(asked, dataset, local), 0, 100),
    placeholderData: keepPreviousData,
    enabled: whole,
    retry: false,
  });
  if (!whole) return <p className="sm t3">{t('reports.group.unfinished')}</p>;
  if (error) return <ErrorPanel error={error} />;
  if (!data) return null;
  const counts = countsOf(data);
  const most = Math.max(1, ...counts.map((one) => one.rows));
  const ungrouped = counts.find((one) => one.item === null)?.rows ?? 0;
  return (
    <section aria-label={t('reports.group.counts')}>
      <h3>{t('reports.group.counts')}</h3>
      <ul className={css.counts}>
        {counts.map(({ item, rows }) => (
          <li key={item ?? '\0'} className={cx(css.count, item === null && css.none)}>
            <span className="cut" title={item ?? undefined}>
              {item ?? t('reports.group.ungrouped')}
            </span>
            <span className={css.bar} style={{ width: `${(rows / most) * 100}%` }} aria-hidden="true" />
            <span className="num">{int(rows)}</span>
          </li>
        ))}
      </ul>
      <p className="sm t2" role="status">
        {ungrouped === 0
          ? t('reports.group.noneUngrouped')
          : t('reports.group.someUngrouped', { count: ungrouped, number: int(ungrouped) })}
      </p>
    </section>
  );
}
