import { memo } from 'react';

import type { AccountRow as Data } from '../api/types';
import { cx } from '../lib/cx';
import { day, inDays, int } from '../lib/format';
import { goTo, hrefTo } from '../lib/route';
import { isUrgent } from '../lib/urgency';
import { AccountName } from './AccountName';
import css from './AccountsTable.module.css';
import { accountStatus } from './accounts';
import { Rate } from './Rate';
import { Status } from './Status';
import table from './Table.module.css';
import type { Watch } from './useWatch';
import { WatchStar } from './WatchStar';

interface AccountRowProps {
  row: Data;
  index: number;
  current: boolean;
  onFocus: (index: number) => void;
  onWatch: Watch;
}

/** AccountRow is one row of the accounts table; of all rows one is reached by Tab, the others by the arrow keys. */
export const AccountRow = memo(function AccountRow({ row, index, current, onFocus, onWatch }: AccountRowProps) {
  const tabIndex = current ? 0 : -1;
  return (
    <tr
      data-row={index}
      aria-rowindex={index + 2}
      onClick={() => goTo('account', row.key)}
      onFocus={() => onFocus(index)}
    >
      <td className={table.star}>
        <WatchStar
          name={row.account}
          watched={row.watched}
          tabIndex={tabIndex}
          onToggle={() => onWatch('account', row.key, !row.watched)}
        />
      </td>
      <td className={css.name}>
        <a href={hrefTo('account', row.key)} tabIndex={tabIndex} className={css.link}>
          <AccountName name={row.account} />
        </a>
      </td>
      <td>
        <Status is={accountStatus(row)} />
      </td>
      <td className="num">{int(row.sold)}</td>
      <td className="num low">{int(row.assigned)}</td>
      <td className="num">
        <Rate value={row.deploymentRate} part={row.assigned} of={row.sold} />
      </td>
      <td className="num low">{int(row.active)}</td>
      <td className="num">
        <Rate value={row.usageRate} />
      </td>
      <td className="num low">{int(row.overage)}</td>
      <td
        className={cx('num', isUrgent(row.nextDays) && css.urgent)}
        title={row.nextDays === null ? '' : inDays(row.nextDays)}
      >
        {day(row.nextEnd)}
      </td>
    </tr>
  );
});
