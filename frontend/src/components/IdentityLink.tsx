import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { decisionsQuery, suggestionsQuery } from '../api/queries';
import { hrefTo } from '../lib/route';

/** IdentityLink leads quietly to what may be one account or product; it is not there while there is nothing to decide or take back. */
export function IdentityLink() {
  const { t } = useTranslation();
  const { data: pairs } = useQuery(suggestionsQuery());
  const { data: decisions } = useQuery(decisionsQuery());
  const count = pairs?.length ?? 0;
  if (count === 0 && (decisions?.length ?? 0) === 0) return null;
  return (
    <a className="sm" style={{ whiteSpace: 'nowrap' }} href={hrefTo('identity')}>
      {count > 0 ? t('identity.link', { count }) : t('identity.linkDecided')}
    </a>
  );
}
