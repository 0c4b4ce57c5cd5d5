import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Review, Total } from '../../api/importTypes';
import { Icon } from '../../components/Icon';
import table from '../../components/Table.module.css';
import { cx } from '../../lib/cx';
import { missing, num, pct } from '../../lib/format';
import type { T } from '../../lib/i18n';
import css from './Imports.module.css';

/** totalName is a figure in words. */
export function totalName(metric: string, t: T): string {
  return t(`total.${metric}` as 'total.accounts', { defaultValue: metric.replaceAll('_', ' ') });
}

const isRate = (metric: string) => metric.endsWith('_rate');

/** TotalsTable puts the figures before and after side by side, and marks those that move too far. */
export function TotalsTable({ review }: { review: Review }) {
  const { t } = useTranslation();
  const totals = review.totals ?? [];
  const warn = review.warn ?? [];
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('totals.metric')}</th>
          <th scope="col" className="num">
            {t('totals.before')}
          </th>
          <th scope="col" className="num">
            {t('totals.after')}
          </th>
          <th scope="col" className="num">
            {t('totals.difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {totals.map((total) => {
          const far = warn.includes(total.metric);
          return (
            <tr key={total.metric + total.unit}>
              <td>
                {totalName(total.metric, t)}
                {total.unit !== '' && <span className="t2"> {total.unit}</span>}
              </td>
              <td className="num">{printed(total, total.before)}</td>
              <td className="num">{printed(total, total.after)}</td>
              <td className={cx('num', far ? 'warn' : 't2', css.difference)}>
                {far && <Icon of={IconAlertTriangle} size={14} label={t('totals.tooFar')} />} {difference(total, t)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function printed(total: Total, value: number | null): string {
  return isRate(total.metric) ? pct(value) : num(value);
}

function difference(total: Total, t: T): string {
  const { before, after } = total;
  if (before === null || after === null) return missing;
  const by = after - before;
  const sign = by > 0 ? '+' : '';
  if (isRate(total.metric)) return t('totals.points', { points: sign + num(by * 100) });
  const share = before === 0 || by === 0 ? '' : ` ${sign}${pct(by / before)}`;
  return `${sign}${num(by)}${share}`;
}
