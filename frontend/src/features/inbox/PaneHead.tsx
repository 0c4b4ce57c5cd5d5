import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarPlus, IconMail } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { InboxDetail } from '../../api/inboxTypes';
import { AccountName } from '../../components/AccountName';
import { Icon } from '../../components/Icon';
import { itemStatus } from '../../components/inboxItem';
import { Status } from '../../components/Status';
import { useToday } from '../../components/useView';
import { cx } from '../../lib/cx';
import { momentNear } from '../../lib/format';
import { together } from '../../lib/hyphens';
import { goTo, hrefTo } from '../../lib/route';
import { DoneButton } from './DoneButton';
import css from './Inbox.module.css';
import { SnoozeMenu } from './SnoozeMenu';
import { opensOf } from './useInbox';
import type { InboxActions } from './useInboxActions';

interface PaneHeadProps {
  item: InboxDetail;
  actions: InboxActions;
  snoozing: boolean;
  onSnoozing: (open: boolean) => void;
}

/** openTexts are what the button to what a notification is about says. */
const openTexts = { entitlement: 'inbox.openEntitlement', account: 'inbox.open', rule: 'inbox.openRule' } as const;

/** PaneHead says what a notification is about, and what can be done with it. */
export function PaneHead({ item, actions, snoozing, onSnoozing }: PaneHeadProps) {
  const { t } = useTranslation();
  const today = useToday();
  const pending = item.state === 'open' || item.state === 'snoozed';
  const opens = opensOf(item);
  return (
    <div className={cx(css.sec, css.head)}>
      <div className={css.about}>
        <Status is={itemStatus(item)} />
        <span className={cx('sm t2', css.words)}>
          {t('inbox.rule')} {item.ruleRemoved ? item.ruleName : <a href={hrefTo('rule', item.rule)}>{item.ruleName}</a>}
        </span>
        <span className="grow" />
        <span className={css.moment}>{momentNear(item.createdAt, today)}</span>
      </div>
      <h2 className={css.title}>
        <AccountName name={item.account || item.title} lines={3} />
      </h2>
      <p className={css.words}>{together(item.body)}</p>
      <div className={css.buttons}>
        {opens && (
          <Button
            variant="filled"
            onClick={() => goTo(...opens)}
            rightSection={<kbd className={css.onAccent}>Enter</kbd>}
          >
            {t(openTexts[opens[0]])}
          </Button>
        )}
        {pending && <DoneButton hint onDone={(note) => actions.done([item.id], note)} />}
        {pending && (
          <SnoozeMenu
            hint
            item={item}
            opened={snoozing}
            onOpened={onSnoozing}
            onSnooze={(until, note) => actions.snooze([item.id], until, note)}
          />
        )}
        {item.state !== 'open' && <Button onClick={() => actions.reopen([item.id])}>{t('inbox.reopen')}</Button>}
      </div>
      <span className={css.writing}>
        <Button
          variant="subtle"
          px={6}
          aria-label={t('inbox.draft')}
          title={t('inbox.draft')}
          onClick={() => actions.draft(item.id)}
        >
          <Icon of={IconMail} />
          <span className={css.label}>{t('inbox.draft')}</span>
        </Button>
        <ActionIcon
          aria-label={t('inbox.calendarLabel')}
          title={t('inbox.calendarLabel')}
          onClick={() => actions.calendar([item.id])}
        >
          <Icon of={IconCalendarPlus} />
        </ActionIcon>
      </span>
    </div>
  );
}
