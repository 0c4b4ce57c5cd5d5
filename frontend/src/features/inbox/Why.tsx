import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { InboxDetail } from '../../api/inboxTypes';
import { rowsQuery } from '../../api/reports';
import { useWords } from '../../components/catalog/useCatalog';
import { reasonText } from '../../components/reason';
import { hrefTo, hrefWith } from '../../lib/route';
import { factLines, factsQuery } from './facts';
import css from './Inbox.module.css';

/** Why shows the comparison that fired, with its values, and the facts behind it. */
export function Why({ item }: { item: InboxDetail }) {
  const { t } = useTranslation();
  const words = useWords();
  const query = useMemo(() => words && factsQuery(words.catalog, item.entitlement), [words, item.entitlement]);
  const { data } = useQuery({ ...rowsQuery(query ?? {}, 0, 1), enabled: Boolean(query) && item.entitlement !== '' });
  const lines = words ? factLines(item, data, words, t) : [];
  return (
    <div className={css.sec}>
      <h3>{t('inbox.why')}</h3>
      <code className={css.code}>{words ? reasonText(item.reason, words) : item.reason}</code>
      <dl className={css.facts}>
        {lines.map(({ name, text, link }) => (
          <div key={name}>
            <dt>{t(`inbox.fact.${name}`)}</dt>
            <dd>
              {text}
              {link && (
                <>
                  {' '}
                  <a href={link.href}>{link.text}</a>
                </>
              )}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('inbox.fact.episode')}</dt>
          <dd>{t('inbox.episodeText', { count: item.episode, ordinal: true })}</dd>
        </div>
      </dl>
      <p className={css.more}>
        {!item.ruleRemoved && <a href={hrefWith({ why: item.instance }, 'rule', item.rule)}>{t('inbox.everyStep')}</a>}
        {item.accountKey !== '' && item.entitlement !== '' && (
          <a href={hrefTo('account', item.accountKey)}>{t('inbox.open')}</a>
        )}
      </p>
    </div>
  );
}
