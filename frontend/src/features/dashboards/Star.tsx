import { ActionIcon } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { library, libraryQuery, reportKeys } from '../../api/reports';
import { Icon } from '../../components/Icon';
import { toastError } from '../../components/toast';

/** Star marks a dashboard as a favourite. */
export function Star({ name, title }: { name: string; title: string }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(libraryQuery('dashboard', i18n.language));
  const on = data?.find((entry) => entry.name === name)?.favourite ?? false;
  const toggle = () =>
    library
      .favourite('dashboard', name, !on)
      .then(() => client.invalidateQueries({ queryKey: [...reportKeys.library, 'dashboard', i18n.language] }))
      .catch(toastError);
  return (
    <ActionIcon
      size={24}
      aria-pressed={on}
      aria-label={t('dashboards.favouriteOf', { title })}
      title={t(on ? 'dashboards.unfavourite' : 'dashboards.favourite')}
      onClick={toggle}
    >
      <Icon of={on ? IconStarFilled : IconStar} />
    </ActionIcon>
  );
}
