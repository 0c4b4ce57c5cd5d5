import { useTranslation } from 'react-i18next';

import type { Line } from '../../api/types';
import { Empty } from '../../components/Empty';
import { Rate } from '../../components/Rate';
import { ScrollBox } from '../../components/ScrollBox';
import { Status, toStatus } from '../../components/Status';
import table from '../../components/Table.module.css';
import { Tile } from '../../components/Tile';
import { useWatch } from '../../components/useWatch';
import { WatchStar } from '../../components/WatchStar';
import { cx } from '../../lib/cx';
import { day, inDays, int } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { isUrgent } from '../../lib/urgency';
import css from './Account.module.css';

/** LinesTile lists the entitlements with where each row came from; brackets mean "does not count". */
export function LinesTile({ lines }: { lines: Line[] }) {
  const { t } = useTranslation();
  const counting = lines.filter((line) => line.counts);
  const sub = t('lines.sub', { count: lines.length, counting: int(counting.length) });
  return (
    <Tile title={t('lines.title')} sub={sub} span={8}>
      {lines.length === 0 ? (
        <Empty>{t('empty.no_entitlements')}</Empty>
      ) : (
        <ScrollBox label={t('chart.table', { title: t('lines.title') })}>
          <table className={cx(table.table, table.two)}>
            <thead>
              <tr>
                <th scope="col" className={table.star}>
                  <span className="sr">{t('watch.column')}</span>
                </th>
                <th scope="col">{t('lines.product')}</th>
                <th scope="col">{t('lines.status')}</th>
                <th scope="col" className="num">
                  {t('lines.sold')}
                </th>
                <th scope="col" className="num">
                  {t('lines.assigned')}
                </th>
                <th scope="col" className="num low">
                  {t('lines.rate')}
                </th>
                <th scope="col" className="num">
                  {t('lines.end')}
                </th>
                <th scope="col">{t('lines.ifNobody')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <LineRow key={line.key} line={line} />
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td />
                <td colSpan={2}>{t('lines.counting', { count: counting.length, number: int(counting.length) })}</td>
                <td className="num">{int(sum(counting.map((line) => line.quantity)))}</td>
                <td className="num">{int(sum(counting.map((line) => line.assigned)))}</td>
                <td className="low" />
                <td colSpan={2} />
              </tr>
            </tfoot>
          </table>
        </ScrollBox>
      )}
    </Tile>
  );
}

/** sum adds what is known; it is unknown when nothing is. */
function sum(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
}

function LineRow({ line }: { line: Line }) {
  const { t } = useTranslation();
  const watch = useWatch();
  const counted = (value: number | null) => (line.counts || value === null ? int(value) : `(${int(value)})`);
  const rate = line.quantity && line.assigned !== null ? line.assigned / line.quantity : null;
  return (
    <tr>
      <td className={table.star}>
        <WatchStar
          name={line.product}
          watched={line.watched}
          onToggle={() => watch('entitlement', line.key, !line.watched)}
        />
      </td>
      <td className={css.product}>
        <div className="cut" title={line.product}>
          {line.product} <span className="t3">{line.sku}</span>
        </div>
        <div className="xs t3 cut" title={t('lines.from', { file: line.file, line: int(line.fileLine) })}>
          {t('lines.from', { file: line.file, line: int(line.fileLine) })}
        </div>
      </td>
      <td title={t('lines.raw', { source: line.source, word: line.statusRaw })}>
        <Status is={toStatus(line.trial ? 'trial' : line.status)} />
      </td>
      <td className={cx('num', !line.counts && 't2')}>{counted(line.quantity)}</td>
      <td className={cx('num', !line.counts && 't2')}>{counted(line.assigned)}</td>
      <td className="num low">
        <Rate value={rate} part={line.assigned} of={line.quantity} />
      </td>
      <td className="num">
        <div className={cx(line.counts && isUrgent(line.days) && css.urgent)}>
          {line.end === '' ? <span className="t2">{t('lines.noEnd')}</span> : day(line.end)}
        </div>
        <div className="xs t2">{line.days === null ? '' : inDays(line.days)}</div>
      </td>
      <td>{outcome(line, t)}</td>
    </tr>
  );
}

function outcome(line: Line, t: T) {
  if (line.autoRenew === null) return <span className="t2">{t('endings.notStated')}</span>;
  return line.autoRenew ? t('endings.renews') : t('endings.ends');
}
