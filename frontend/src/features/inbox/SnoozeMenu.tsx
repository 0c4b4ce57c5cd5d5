import { Button, Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Calendar } from '../../components/Calendar';
import { Icon } from '../../components/Icon';
import { useToday } from '../../components/useView';
import { dayLong, shiftDay } from '../../lib/format';

interface SnoozeMenuProps {
  onSnooze: (until: string) => void;
  /** hint shows the key that opens it. */
  hint?: boolean;
  opened?: boolean;
  onOpened?: (open: boolean) => void;
}

/** SnoozeMenu puts notifications off, by a week or until a chosen day. */
export function SnoozeMenu({ onSnooze, hint = false, opened, onOpened }: SnoozeMenuProps) {
  const { t } = useTranslation();
  const today = useToday();
  const [own, setOwn] = useState(false);
  const isOpen = opened ?? own;
  const set = onOpened ?? setOwn;
  const week = shiftDay(today, 7);
  const choose = (until: string) => {
    set(false);
    onSnooze(until);
  };
  return (
    <Popover opened={isOpen} onChange={set} position="bottom-start">
      <Popover.Target>
        <Button
          onClick={() => set(!isOpen)}
          rightSection={hint ? <kbd className="kbd">S</kbd> : <Icon of={IconChevronDown} />}
        >
          {t('inbox.snooze')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('inbox.snooze')}>
        <Button fullWidth mb="sm" onClick={() => choose(week)}>
          {t('inbox.snoozeWeek', { day: dayLong(week) })}
        </Button>
        <p className="sm t2">{t('inbox.snoozeDay')}</p>
        <Calendar start={today} min={shiftDay(today, 1)} onChange={choose} />
      </Popover.Dropdown>
    </Popover>
  );
}
