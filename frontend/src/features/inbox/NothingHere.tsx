import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Empty } from '../../components/Empty';
import { hrefTo } from '../../lib/route';
import { isNarrowed } from './inbox';
import type { Inbox } from './useInbox';

/** NothingHere says why a list is empty, and what brings something into it. */
export function NothingHere({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation();
  const { tab, asking, narrow } = inbox;
  if (isNarrowed(asking)) {
    const clear = () => narrow({ account: null, rule: null, severity: null, text: null });
    return <Empty action={<Button onClick={clear}>{t('inbox.clearFilters')}</Button>}>{t('inbox.noneFound')}</Empty>;
  }
  return (
    <Empty action={tab === 'open' && <a href={hrefTo('rules')}>{t('inbox.toRules')}</a>}>
      {t(`inbox.none.${tab}`)}
    </Empty>
  );
}
