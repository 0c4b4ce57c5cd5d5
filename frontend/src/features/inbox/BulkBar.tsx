import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import css from './Inbox.module.css';
import { SnoozeMenu } from './SnoozeMenu';
import { type Inbox, isPending } from './useInbox';

/** BulkBar selects all, and deals with all that is selected at once. */
export function BulkBar({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation();
  const { chosen, order, actions } = inbox;
  const ids = order.map((item) => item.id);
  return (
    <div className={css.bulk}>
      <Checkbox
        aria-label={t('inbox.selectAll')}
        checked={chosen.length > 0 && chosen.length === order.length}
        indeterminate={chosen.length > 0 && chosen.length < order.length}
        disabled={order.length === 0}
        onChange={(event) => inbox.mark(ids, event.currentTarget.checked)}
      />
      {chosen.length === 0 ? (
        order.length > 0 && <span className="t2 cut">{t('inbox.hint')}</span>
      ) : (
        <>
          <span className="bold">{t('inbox.selected', { count: chosen.length })}</span>
          {isPending(inbox.tab) ? (
            <>
              <Button onClick={() => actions.done(chosen)}>{t('inbox.done')}</Button>
              <SnoozeMenu
                opened={inbox.snoozing}
                onOpened={inbox.setSnoozing}
                onSnooze={(until) => actions.snooze(chosen, until)}
              />
            </>
          ) : (
            <Button onClick={() => actions.reopen(chosen)}>{t('inbox.reopen')}</Button>
          )}
        </>
      )}
    </div>
  );
}
