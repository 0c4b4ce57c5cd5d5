import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../components/Icon';
import { cx } from '../../lib/cx';
import { int } from '../../lib/format';
import { DoneButton } from './DoneButton';
import css from './Inbox.module.css';
import { SnoozeMenu } from './SnoozeMenu';
import { type Inbox, isPending } from './useInbox';

/** BulkBar selects all, and deals with all that is selected at once. */
export function BulkBar({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation();
  const { chosen, actions, pages } = inbox;
  const count = pages.first?.count ?? 0;
  return (
    <div className={cx(css.bulk, chosen.length > 0 && css.dealing)}>
      <Checkbox
        aria-label={t('inbox.selectAll')}
        checked={chosen.length > 0 && chosen.length === count}
        indeterminate={chosen.length > 0 && chosen.length < count}
        disabled={count === 0}
        onChange={(event) => inbox.markAll(event.currentTarget.checked)}
      />
      {chosen.length === 0 ? (
        count > 0 && (
          <span className={cx('t2', css.hint)}>{t(isPending(inbox.tab) ? 'inbox.hint' : 'inbox.hintClosed')}</span>
        )
      ) : (
        <>
          <span className={css.selected} role="status">
            {t('inbox.selected', { count: chosen.length, number: int(chosen.length) })}
          </span>
          {isPending(inbox.tab) ? (
            <>
              <DoneButton onDone={(note) => actions.done(chosen, note)} />
              <SnoozeMenu
                opened={inbox.snoozing}
                onOpened={inbox.setSnoozing}
                onSnooze={(until, note) => actions.snooze(chosen, until, note)}
              />
            </>
          ) : (
            <Button onClick={() => actions.reopen(chosen)}>{t('inbox.reopen')}</Button>
          )}
          <ActionIcon
            aria-label={t('inbox.calendarLabel')}
            title={t('inbox.calendarLabel')}
            onClick={() => actions.calendar(chosen)}
          >
            <Icon of={IconCalendarPlus} />
          </ActionIcon>
        </>
      )}
    </div>
  );
}
