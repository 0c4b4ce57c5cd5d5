import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { rowsQuery } from '../../api/reports';
import { useWatch } from '../../components/useWatch';
import { candidates, type WatchedKind } from './candidates';
import css from './Watch.module.css';

/** found is how many are offered at once; searching finds the others. */
const found = 50;

interface AddingProps {
  kind: WatchedKind;
  /** known are the keys of those that are watched already. */
  known: string[];
}

/** Adding finds an account, an entitlement or a product by what is typed, and watches it. */
export function Adding({ kind, known }: AddingProps) {
  const { t } = useTranslation();
  const watch = useWatch();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const { query, choices } = candidates(kind, search);
  const { data } = useQuery({ ...rowsQuery(query, 0, found), placeholderData: keepPreviousData });
  const options = (data ? choices(data) : []).filter(({ value }) => !known.includes(value));
  return (
    <Select
      className={css.adding}
      aria-label={t(`watchlist.${kind}.add`)}
      placeholder={t(`watchlist.${kind}.add`)}
      value={null}
      data={options}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(key) => {
        setTyped('');
        if (key) watch(kind, key, true);
      }}
      filter={(asked) => asked.options}
      nothingFoundMessage={data && t(`watchlist.${kind}.nothing`)}
      searchable
    />
  );
}
