import { useTranslation } from 'react-i18next';

import type { Ending, PortfolioPage } from '../../api/types';
import { AccountName } from '../../components/AccountName';
import { DaysInput } from '../../components/DaysInput';
import { Empty } from '../../components/Empty';
import { ScrollBox } from '../../components/ScrollBox';
import { Status, type StatusName } from '../../components/Status';
import { Tile } from '../../components/Tile';
import { cx } from '../../lib/cx';
import { dayShort, inDays, int } from '../../lib/format';
import { goTo, hrefTo } from '../../lib/route';
import { isUrgent, urgency } from '../../lib/urgency';
import { longestDays, setEndingDays, useEndingDays } from '../../lib/window';
import css from './Endings.module.css';

/** EndingsTile lists what ends in a window of days that the person types, soonest first. */
export function EndingsTile({ data }: { data: PortfolioPage }) {
  const { t } = useTranslation();
  const days = useEndingDays();
  const input = (
    <span className={css.window}>
      {t('endings.next')}
      <DaysInput value={days} max={longestDays} label={t('endings.windowLabel')} onChange={setEndingDays} />
      {t('endings.days', { count: days })}
    </span>
  );
  const hidden = data.endingsTotal - data.endings.length;
  return (
    <Tile title={t('endings.title')} sub={int(data.endingsTotal)} span={5} actions={input}>
      {data.endings.length === 0 ? (
        <Empty>{t('endings.none', { count: days })}</Empty>
      ) : (
        <ScrollBox className={css.scroll} label={t('endings.caption', { count: days })}>
          <table className={css.table}>
            <caption className="sr">{t('endings.caption', { count: days })}</caption>
            <colgroup>
              <col className={css.whenColumn} />
              <col />
              <col className={css.statusColumn} />
            </colgroup>
            <thead className={css.heads}>
              <tr>
                <th scope="col">
                  <span className="sr">{t('endings.end')}</span>
                </th>
                <th scope="col">
                  <span className="sr">{t('endings.what')}</span>
                </th>
                <th scope="col">
                  <span className="sr">{t('endings.status')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.endings.map((ending) => (
                <EndingRow key={ending.key} ending={ending} asOf={data.asOf} />
              ))}
            </tbody>
          </table>
          {hidden > 0 && (
            <p className={cx(css.more, 'sm')}>{t('endings.more', { count: hidden, number: int(hidden) })}</p>
          )}
        </ScrollBox>
      )}
    </Tile>
  );
}

function statusOf(ending: Ending): StatusName {
  if (ending.status === 'trial' || ending.status === 'grace') return ending.status;
  return urgency(ending.days);
}

function EndingRow({ ending, asOf }: { ending: Ending; asOf: string }) {
  const { t } = useTranslation();
  const status = statusOf(ending);
  const urgent = isUrgent(ending.days);
  const outcome =
    ending.autoRenew === null ? 'endings.notStated' : ending.autoRenew ? 'endings.renews' : 'endings.ends';
  const line = `${t('endings.line', {
    product: ending.product,
    count: ending.quantity ?? 0,
    number: int(ending.quantity),
  })} · ${t(outcome)}`;
  return (
    <tr className={cx(ending.days <= 0 && css.top)} onClick={() => goTo('account', ending.accountKey)}>
      <td className={css.when}>
        <div className={cx('bold', urgent && 'crit')}>{dayShort(ending.end, asOf)}</div>
        <div className="sm">{inDays(ending.days)}</div>
      </td>
      <td>
        <a href={hrefTo('account', ending.accountKey)} className={css.link}>
          <AccountName name={ending.account} bold />
        </a>
        <div className="sm cut" title={line}>
          {line}
        </div>
      </td>
      <td className={css.status}>
        <Status is={status} />
      </td>
    </tr>
  );
}
