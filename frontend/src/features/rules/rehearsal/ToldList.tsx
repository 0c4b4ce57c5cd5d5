import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Rehearsal } from '../../../api/ruleTypes';
import { Icon } from '../../../components/Icon';
import { Status } from '../../../components/Status';
import { cx } from '../../../lib/cx';
import { day, int } from '../../../lib/format';
import css from './Rehearsal.module.css';

/** mostListed is how many notifications of a rehearsal are listed. */
const mostListed = 200;

/** ToldList lists the notifications of a rehearsal, newest first, and what became of each. */
export function ToldList({ data }: { data: Rehearsal }) {
  const { t } = useTranslation();
  const listed = data.firings.toReversed().slice(0, mostListed);
  if (listed.length === 0) return null;
  const earlier = data.firings.length - listed.length;
  return (
    <details className={css.told}>
      <summary>
        <Icon of={IconChevronRight} size={14} />
        {t('rules.rehearsal.list', { count: data.firings.length, number: int(data.firings.length) })}
      </summary>
      <ul>
        {listed.map((one, i) => (
          // An instance can be told of twice on a day.
          <li key={`${i} ${one.day} ${one.instance}`}>
            <span className="sm t2">{day(one.day)}</span>
            <span className={cx('cut', one.filtered && 't3')} title={one.body || one.title}>
              {one.title}
            </span>
            <span className="sm t2">
              {one.filtered
                ? t('rules.rehearsal.filtered')
                : one.resolved
                  ? t('rules.rehearsal.resolved', { day: day(one.resolved) })
                  : null}
              {!one.filtered && !one.resolved && <Status is="firing" plain />}
            </span>
          </li>
        ))}
      </ul>
      {earlier > 0 && <p className="sm t2">{t('rules.rehearsal.earlier', { count: earlier, number: int(earlier) })}</p>}
    </details>
  );
}
