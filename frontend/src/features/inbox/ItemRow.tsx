import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { InboxItem } from '../../api/types';
import { AccountName } from '../../components/AccountName';
import { itemStatus } from '../../components/inboxItem';
import { Status } from '../../components/Status';
import { useToday } from '../../components/useView';
import { cx } from '../../lib/cx';
import { since } from '../../lib/format';
import { hrefWith, useRoute } from '../../lib/route';
import css from './Inbox.module.css';
import { filterNames } from './inbox';
import { untilInRow } from './until';

interface ItemRowProps {
  item: InboxItem;
  current: boolean;
  /** widest is the longest word for a state in the list: its column is as wide in every row. */
  widest: string;
  marked: boolean;
  onMark: () => void;
}

/** ItemRow is one notification of the list. */
export function ItemRow({ item, current, widest, marked, onMark }: ItemRowProps) {
  const { t } = useTranslation();
  const { params } = useRoute();
  const today = useToday();
  const kept = Object.fromEntries([...filterNames, 'tab'].map((name) => [name, params.get(name) ?? '']));
  return (
    <div className={cx(css.item, current && css.current)}>
      <Checkbox checked={marked} onChange={onMark} aria-label={t('inbox.select', { title: item.title })} />
      <span className={css.status} data-widest={widest}>
        <Status is={itemStatus(item)}>{item.returns ? untilInRow(item.returns, t) : undefined}</Status>
      </span>
      <a href={hrefWith(kept, 'inbox', item.id)} aria-current={current ? 'true' : undefined}>
        <AccountName name={item.account || item.title} bold={item.state === 'open'} />
        <time className={cx('xs', css.time)} dateTime={item.createdAt}>
          {since(item.createdAt, today)}
        </time>
        <span className="sm t2 cut" title={item.body}>
          {item.body}
        </span>
      </a>
    </div>
  );
}
