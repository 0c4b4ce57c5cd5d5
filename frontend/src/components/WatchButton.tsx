import { ActionIcon, Button } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { watch } from '../api/actions';
import { keys } from '../api/queries';
import { Icon } from './Icon';
import { toastError } from './toast';

interface WatchButtonProps {
  kind: 'account' | 'entitlement';
  recordKey: string;
  /** name is what is watched, for those who hear the button. */
  name: string;
  watched: boolean;
  /** small is a bare icon for rows of a table. */
  small?: boolean;
  tabIndex?: number;
}

/** WatchButton turns the watching of one record on or off. */
export function WatchButton({ kind, recordKey, name, watched, small = false, tabIndex }: WatchButtonProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: (on: boolean) => watch(kind, recordKey, on),
    onError: toastError,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.portfolio }),
        client.invalidateQueries({ queryKey: keys.account }),
      ]),
  });
  const on = isPending ? variables : watched;
  const star = <Icon of={on ? IconStarFilled : IconStar} />;
  const toggle = (event: React.MouseEvent) => {
    event.stopPropagation();
    mutate(!on);
  };
  if (small) {
    return (
      <ActionIcon
        size={24}
        aria-pressed={on}
        aria-label={t('watch.label', { name })}
        title={on ? t('watch.stop') : t('watch.start')}
        onClick={toggle}
        tabIndex={tabIndex}
      >
        {star}
      </ActionIcon>
    );
  }
  return (
    <Button leftSection={star} aria-pressed={on} onClick={toggle}>
      {on ? t('watch.on') : t('watch.start')}
    </Button>
  );
}
