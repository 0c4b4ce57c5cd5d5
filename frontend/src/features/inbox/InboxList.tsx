import { Checkbox } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { InboxItem } from '../../api/types';
import { AccountName } from '../../components/AccountName';
import { itemStatus } from '../../components/inboxItem';
import { ScrollBox } from '../../components/ScrollBox';
import { Status } from '../../components/Status';
import { useToday } from '../../components/useView';
import { cx } from '../../lib/cx';
import { since } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import css from './Inbox.module.css';
import type { Group } from './inbox';

interface InboxListProps {
  groups: Group[];
  current: number;
  marked: ReadonlySet<number>;
  onMark: (id: number) => void;
}

/** InboxList is the list of notifications in its groups. */
export function InboxList({ groups, current, marked, onMark }: InboxListProps) {
  const { t } = useTranslation();
  return (
    <ScrollBox className={css.list} label={t('inbox.list')}>
      {groups.map((group) => (
        <section key={group.name} aria-labelledby={`group-${group.name}`}>
          <h2 id={`group-${group.name}`} className={cx(css.group, group.name === 'now' && 'crit')}>
            {t(`inbox.group.${group.name}`)} <span className={css.count}>{group.items.length}</span>
          </h2>
          <ul>
            {group.items.map((item) => (
              <Row
                key={item.id}
                item={item}
                current={item.id === current}
                marked={marked.has(item.id)}
                onMark={() => onMark(item.id)}
              />
            ))}
          </ul>
        </section>
      ))}
    </ScrollBox>
  );
}

interface RowProps {
  item: InboxItem;
  current: boolean;
  marked: boolean;
  onMark: () => void;
}

function Row({ item, current, marked, onMark }: RowProps) {
  const { t } = useTranslation();
  const today = useToday();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <li ref={row} className={cx(css.item, current && css.current)}>
      <Checkbox checked={marked} onChange={onMark} aria-label={t('inbox.select', { title: item.title })} />
      <Status is={itemStatus(item)} />
      <a href={hrefTo('inbox', item.id)} aria-current={current ? 'true' : undefined}>
        <AccountName name={item.account || item.title} bold={item.state === 'open'} />
        <span className="sm t2 cut" title={item.body}>
          {item.body}
        </span>
      </a>
      <span className={cx('xs', css.time)}>{since(item.createdAt, today)}</span>
    </li>
  );
}
