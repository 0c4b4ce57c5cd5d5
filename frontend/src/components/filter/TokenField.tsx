import { ActionIcon, Autocomplete } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '../../api/reports';
import { Icon } from '../Icon';
import css from './Filter.module.css';
import { isToken } from './tree';

const periods = ['WEEK', 'MONTH', 'QUARTER', 'YEAR'].flatMap((period) =>
  ['CURRENT', 'LAST', 'NEXT'].flatMap((which) => [`${which}_${period}_START`, `${which}_${period}_END`]),
);

/** days are the tokens of the program that stand for a day. */
const days = ['TODAY', 'YESTERDAY', 'TOMORROW', 'TODAY-30', 'TODAY+30', ...periods];

interface TokenFieldProps {
  label: string;
  type: 'text' | 'number' | 'date';
  value: unknown;
  onChange: (value: unknown) => void;
  /** children is the field for a value that is no token. */
  children: ReactNode;
}

/** TokenField takes a value, or a token that stands for one. */
export function TokenField({ label, type, value, onChange, children }: TokenFieldProps) {
  const { t } = useTranslation();
  const [named, setNamed] = useState(isToken(value));
  const { data } = useQuery({ ...definitionsQuery(), enabled: named });
  const own = (data?.tokens ?? []).filter((one) => one.kind !== 'list').map((one) => one.name);
  const toggle = () => {
    onChange(undefined);
    setNamed(!named);
  };
  return (
    <div className={css.withToken}>
      <div className="grow">
        {named ? (
          <Autocomplete
            size="xs"
            aria-label={t('filter.tokenOf', { name: label })}
            placeholder={t('filter.tokenName')}
            value={isToken(value) ? value.slice(2, -2) : ''}
            data={[...new Set([...own, ...(type === 'date' ? days : [])])]}
            onChange={(name) => onChange(name.trim() === '' ? undefined : `{{${name.trim()}}}`)}
            comboboxProps={{ withinPortal: false }}
          />
        ) : (
          children
        )}
      </div>
      <ActionIcon
        aria-pressed={named}
        aria-label={t('filter.useToken', { name: label })}
        title={t('filter.useToken', { name: label })}
        onClick={toggle}
      >
        <Icon of={IconBraces} />
      </ActionIcon>
    </div>
  );
}
