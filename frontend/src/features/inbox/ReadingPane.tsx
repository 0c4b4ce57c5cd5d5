import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { InboxItem } from '../../api/types';
import { AccountName } from '../../components/AccountName';
import { itemStatus } from '../../components/inboxItem';
import { Status } from '../../components/Status';
import { dayLong, inDays, moment } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { goTo, hrefTo } from '../../lib/route';
import css from './Inbox.module.css';
import { SnoozeMenu } from './SnoozeMenu';
import type { InboxActions } from './useInboxActions';

interface ReadingPaneProps {
  item: InboxItem;
  actions: InboxActions;
  snoozing: boolean;
  onSnoozing: (open: boolean) => void;
}

/** ReadingPane tells of one notification what it is, why it fired and what happened. */
export function ReadingPane({ item, actions, snoozing, onSnoozing }: ReadingPaneProps) {
  const { t } = useTranslation();
  const closed = item.state === 'done' || item.state === 'resolved' || item.state === 'superseded';
  return (
    <article className={css.pane} aria-label={item.title}>
      <div className={css.sec}>
        <div className="row">
          <Status is={itemStatus(item)} />
          <span className="sm t2 cut">
            {t('inbox.rule')} <a href={hrefTo('rules')}>{item.ruleName}</a>
          </span>
          <span className="grow" />
          <span className="xs t2">{moment(item.createdAt)}</span>
        </div>
        <h2 className={css.title}>
          <AccountName name={item.account || item.title} />
        </h2>
        <p>{item.body}</p>
        <div className={css.buttons}>
          {item.accountKey !== '' && (
            <Button
              variant="filled"
              onClick={() => goTo('account', item.accountKey)}
              rightSection={<kbd className={css.onAccent}>Enter</kbd>}
            >
              {t('inbox.open')}
            </Button>
          )}
          {closed || item.state === 'snoozed' ? (
            <Button onClick={() => actions.reopen([item.id])}>{t('inbox.reopen')}</Button>
          ) : (
            <>
              <Button onClick={() => actions.done([item.id])} rightSection={<kbd className="kbd">E</kbd>}>
                {t('inbox.done')}
              </Button>
              <SnoozeMenu
                hint
                opened={snoozing}
                onOpened={onSnoozing}
                onSnooze={(until) => actions.snooze([item.id], until)}
              />
            </>
          )}
        </div>
      </div>
      <div className={css.sec}>
        <h3>{t('inbox.why')}</h3>
        <code className={css.code}>{item.reason}</code>
        <dl className={css.facts}>
          {item.product !== '' && (
            <>
              <dt>{t('inbox.product')}</dt>
              <dd>{item.product}</dd>
            </>
          )}
          {item.end !== '' && (
            <>
              <dt>{t('inbox.end')}</dt>
              <dd>
                {dayLong(item.end)}
                {item.days !== null && `, ${inDays(item.days)}`}
              </dd>
            </>
          )}
          <dt>{t('inbox.episode')}</dt>
          <dd>{t('inbox.episodeText', { count: item.episode, ordinal: true })}</dd>
        </dl>
      </div>
      <div className={css.sec}>
        <h3>{t('inbox.happened')}</h3>
        <ol className={css.steps}>
          <li>
            <span>{moment(item.createdAt)}</span>
            <span>{fired(item, t)}</span>
          </li>
          {item.state !== 'open' && (
            <li>
              <span>{item.state === 'snoozed' ? t('inbox.now') : ''}</span>
              <span>{ended(item, t)}</span>
            </li>
          )}
        </ol>
      </div>
    </article>
  );
}

function fired(item: InboxItem, t: T): string {
  return item.delivered.length > 0 ? t('inbox.firedDesktop') : t('inbox.firedInbox');
}

function ended(item: InboxItem, t: T): string {
  if (item.state === 'snoozed') return t('inbox.snoozedTo', { day: dayLong(item.snoozedTo) });
  if (item.state === 'done') return t('inbox.byYou');
  if (item.state === 'superseded') return t('inbox.superseded');
  return t(`inbox.resolution.${item.resolution}` as 'inbox.resolution.renewed', {
    defaultValue: t('inbox.resolution.other'),
  });
}
