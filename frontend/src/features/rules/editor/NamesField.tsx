import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { valuesQuery } from '../../../api/reports';

interface NamesFieldProps {
  label: string;
  /** dimension is whose values are chosen from. */
  dimension: string;
  dataset: string;
  value: string[];
  onChange: (names: string[]) => void;
}

/** NamesField chooses names out of many: those that hold what is typed are looked up. */
export function NamesField({ label, dimension, dataset, value, onChange }: NamesFieldProps) {
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search, 200);
  const { data } = useQuery(valuesQuery({ dimension, dataset, search: asked, limit: 50 }));
  const found = (data ?? []).flatMap((one) => (typeof one.value === 'string' ? [one.value] : []));
  return (
    <MultiSelect
      size="xs"
      label={label}
      searchable
      clearable
      hidePickedOptions
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      data={[...new Set([...value, ...found])]}
      value={value}
      onChange={onChange}
    />
  );
}
