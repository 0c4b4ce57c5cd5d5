import { Button, Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxDetail } from '../../api/inboxTypes';
import type { SnoozeReturn } from '../../api/ruleTypes';
import { Icon } from '../../components/Icon';
import { SnoozeForm } from './SnoozeForm';

interface SnoozeMenuProps {
  onSnooze: (until: SnoozeReturn, note: string) => void;
  /** item is the one that is put off; without it several are. */
  item?: InboxDetail;
  /** hint shows the key that opens it. */
  hint?: boolean;
  opened: boolean;
  onOpened: (open: boolean) => void;
}

/** SnoozeMenu puts notifications off, by a click until one of what brings them back. */
export function SnoozeMenu({ onSnooze, item, hint = false, opened, onOpened }: SnoozeMenuProps) {
  const { t } = useTranslation();
  const [target, setTarget] = useState<HTMLButtonElement | null>(null);
  return (
    <Popover opened={opened} onChange={onOpened} position="bottom-start">
      <Popover.Target>
        <Button
          ref={setTarget}
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => onOpened(!opened)}
          rightSection={
            <>
              {hint && <kbd className="kbd">S</kbd>}
              <Icon of={IconChevronDown} size={14} />
            </>
          }
        >
          {t('inbox.snooze')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('inbox.snooze')}>
        <SnoozeForm
          item={item}
          onSnooze={(until, note) => {
            onOpened(false);
            target?.focus();
            onSnooze(until, note);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
