import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { valuesQuery } from '../../api/reports';
import { AccountName } from '../../components/AccountName';
import { Empty } from '../../components/Empty';
import { Tile } from '../../components/Tile';
import { useWatch } from '../../components/useWatch';
import { WatchStar } from '../../components/WatchStar';
import { int } from '../../lib/format';
import { useSeen } from './useSeen';
import css from './Watch.module.css';

/** Products lists the watched products, and adds to them. */
export function Products({ names }: { names: string[] }) {
  const { t } = useTranslation();
  const watch = useWatch();
  const seen = useSeen(names);
  return (
    <Tile
      title={t('watchlist.product.title')}
      sub={int(names.length)}
      actions={<Adding known={names} onAdd={(name) => watch('product', name, true)} />}
    >
      {seen.length === 0 && <Empty>{t('watchlist.product.none')}</Empty>}
      <ul className={css.list}>
        {seen.map((name) => (
          <li key={name} className={css.row}>
            <WatchStar
              name={name}
              watched={names.includes(name)}
              onToggle={() => watch('product', name, !names.includes(name))}
            />
            <AccountName name={name} />
          </li>
        ))}
      </ul>
    </Tile>
  );
}

/** found is how many products are offered at once; searching finds the others. */
const found = 50;

function Adding({ known, onAdd }: { known: string[]; onAdd: (name: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const { data = [] } = useQuery(
    valuesQuery({ dimension: 'product', dataset: 'every_entitlement', limit: found, ...(search && { search }) }),
  );
  const names = data.map((one) => one.value).filter((name) => typeof name === 'string' && !known.includes(name));
  return (
    <Select
      aria-label={t('watchlist.product.add')}
      placeholder={t('watchlist.product.add')}
      value={null}
      data={names.map(String)}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(name) => {
        setTyped('');
        if (name) onAdd(name);
      }}
      filter={({ options }) => options}
      nothingFoundMessage={t('watchlist.product.nothing')}
      searchable
      comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
    />
  );
}
