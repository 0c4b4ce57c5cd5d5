import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { inboxPageQuery } from '../../api/inbox';
import type { Result } from '../../api/metricTypes';
import { rowsQuery } from '../../api/reports';
import { useWords } from '../../components/catalog/useCatalog';
import { IdentityLink } from '../../components/IdentityLink';
import { Status } from '../../components/Status';
import { useView } from '../../components/useView';
import { cx } from '../../lib/cx';
import { day, dayLong, daysBetween, int } from '../../lib/format';
import { hrefTo, hrefWith } from '../../lib/route';
import { urgency } from '../../lib/urgency';
import css from './Account.module.css';
import { nextQuery, textAt } from './questions';

interface AccountHeadProps {
  accountKey: string;
  facts: Result;
}

/** AccountHead says what wants a hand first, who the account is, and what was told about it. */
export function AccountHead({ accountKey, facts }: AccountHeadProps) {
  const { t } = useTranslation();
  const place = [textAt(facts, 'region'), textAt(facts, 'country')].filter(Boolean).join(', ');
  const owner = textAt(facts, 'owner');
  const told = [
    place,
    textAt(facts, 'segment'),
    owner && t('account.owner', { owner }),
    textAt(facts, 'account_id'),
  ].filter(Boolean);
  const { data } = useQuery(inboxPageQuery({ state: 'open', account: accountKey, limit: 1 }));
  const open = data?.count;
  return (
    <div className={css.head}>
      <NextEnd accountKey={accountKey} />
      <span className={cx('t2', css.facts)}>{told.join(' · ')}</span>
      <IdentityLink />
      {open !== undefined && open > 0 && (
        <a className={css.inbox} href={hrefWith({ account: accountKey }, 'inbox')}>
          {t('account.openItems', { count: open, number: int(open) })}
        </a>
      )}
    </div>
  );
}

/** NextEnd is the sentence about the entitlement on which one acts first. */
function NextEnd({ accountKey }: { accountKey: string }) {
  const { t } = useTranslation();
  const view = useView();
  const words = useWords();
  const { data } = useQuery(rowsQuery(nextQuery(accountKey, view), 0, 1));
  if (!data || !words) return null;
  const end = textAt(data, 'end_date');
  if (end === '') return <span className={cx('t2', css.due)}>{t('account.noEnd')}</span>;
  const by = textAt(data, 'act_by') || end;
  const renews = textAt(data, 'auto_renew');
  const options = { day: dayLong(by), product: textAt(data, 'product'), end: day(end) };
  const today = words.calendar.today;
  return (
    <span className={css.due}>
      {today !== '' && <Status is={urgency(daysBetween(today, by))} />}
      <a className={css.next} href={hrefTo('entitlement', textAt(data, 'entitlement_key'))}>
        {t(
          renews === 'yes' ? 'account.actRenews' : renews === 'no' ? 'account.actEnds' : 'account.actUnknown',
          options,
        )}
      </a>
    </span>
  );
}
