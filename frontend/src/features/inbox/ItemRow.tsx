import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { InboxItem } from '../../api/types';
import { AccountName } from '../../components/AccountName';
import { itemStatus } from '../../components/inboxItem';
import { Status } from '../../components/Status';
import { useToday } from '../../components/useView';
import { cx } from '../../lib/cx';
import { since } from '../../lib/format';
import { together } from '../../lib/hyphens';
import { hrefWith, useRoute } from '../../lib/route';
import css from './Inbox.module.css';
import { filterNames } from './inbox';
import { foundText, stateText } from './row';

interface ItemRowProps {
  item: InboxItem;
  current: boolean;
  /** states are the words for states in the list, one a line: their column is as wide in every row. */
  states: string;
  marked: boolean;
  onMark: () => void;
}

/** ItemRow is one notification of the list. */
export function ItemRow({ item, current, states, marked, onMark }: ItemRowProps) {
  const { t } = useTranslation();
  const { params } = useRoute();
  const today = useToday();
  const kept = Object.fromEntries([...filterNames, 'tab'].map((name) => [name, params.get(name) ?? '']));
  return (
    <div className={cx(css.item, current && css.current)}>
      <Checkbox checked={marked} onChange={onMark} aria-label={t('inbox.select', { title: item.title })} />
      <span className={css.status} data-states={states}>
        <Status is={itemStatus(item)}>{stateText(item, t)}</Status>
      </span>
      <a href={hrefWith(kept, 'inbox', item.id)} aria-current={current ? 'true' : undefined}>
        <AccountName name={item.account || item.title} bold={item.state === 'open'} lines={3} />
        <time className={cx('xs', css.time)} dateTime={item.createdAt}>
          {since(item.createdAt, today)}
        </time>
        <span className="sm t2 lines" title={item.body}>
          {together(foundText(item, today, t))}
        </span>
      </a>
    </div>
  );
}
