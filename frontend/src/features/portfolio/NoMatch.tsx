import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Empty } from '../../components/Empty';
import { int } from '../../lib/format';

interface NoMatchProps {
  find: string;
  total: number;
  onClear: () => void;
}

/** NoMatch names the search that hides every row and how many come back without it. */
export function NoMatch({ find, total, onClear }: NoMatchProps) {
  const { t } = useTranslation();
  return (
    <Empty action={<Button onClick={onClear}>{t('find.clearShow', { count: total, number: int(total) })}</Button>}>
      {t('find.none', { find })}
    </Empty>
  );
}
