import { useTranslation } from 'react-i18next';

import type { InboxItem } from '../../api/types';
import { Empty } from '../../components/Empty';
import { itemStatus } from '../../components/inboxItem';
import { Status } from '../../components/Status';
import { Tile } from '../../components/Tile';
import { useToday } from '../../components/useView';
import { since } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import css from './Account.module.css';

/** InboxTile lists the notifications about this account; each opens in the inbox. */
export function InboxTile({ items }: { items: InboxItem[] }) {
  const { t } = useTranslation();
  const today = useToday();
  return (
    <Tile
      title={t('nav.inbox')}
      sub={t('account.openItems', { count: items.filter((i) => i.state === 'open').length })}
      span={4}
    >
      {items.length === 0 && <Empty>{t('account.noItems')}</Empty>}
      <ul className={css.items}>
        {items.map((item) => (
          <li key={item.id}>
            <a href={hrefTo('inbox', item.id)}>
              <Status is={itemStatus(item)} />
              <span className="grow">{item.body}</span>
              <span className="xs t2">{since(item.createdAt, today)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Tile>
  );
}
