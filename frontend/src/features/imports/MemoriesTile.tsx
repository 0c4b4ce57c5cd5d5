import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { imports } from '../../api/actions';
import type { Memory } from '../../api/importTypes';
import { keys, memoriesQuery } from '../../api/queries';
import { Confirm } from '../../components/Confirm';
import { TableTile } from '../../components/TableTile';
import { toastError } from '../../components/toast';
import { int, missing, moment } from '../../lib/format';
import type { T } from '../../lib/i18n';

/** MemoriesTile lists what is remembered of files by their shape, whether such files ask, and forgets it. */
export function MemoriesTile() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(memoriesQuery());
  const [leaving, setLeaving] = useState<Memory | null>(null);
  const again = () => client.invalidateQueries({ queryKey: keys.imports });
  const trust = useMutation({
    mutationFn: ({ id, on }: { id: number; on: boolean }) => imports.trust(id, on),
    onSuccess: again,
    onError: toastError,
  });
  const forget = useMutation({ mutationFn: imports.forget, onSuccess: again, onError: toastError });
  if (!data || data.length === 0) return null;
  return (
    <>
      <TableTile
        title={t('memories.title')}
        sub={t('memories.sub')}
        columns={[
          { label: t('memories.name') },
          { label: t('history.what') },
          { label: t('accounts.account'), className: 'low' },
          { label: t('memories.uses'), className: 'num' },
          { label: t('memories.used'), className: 'num low' },
          { label: t('memories.trusted') },
          { label: t('history.actions'), silent: true },
        ]}
      >
        {data.map((one) => (
          <tr key={one.id}>
            <td title={one.folder}>{one.name}</td>
            <td>{whatOf(one, t)}</td>
            <td className="low">{one.account || missing}</td>
            <td className="num">{int(one.uses)}</td>
            <td className="num low t2">{moment(one.used_at)}</td>
            <td>
              <Switch
                aria-label={t('memories.trustLabel', { name: one.name })}
                checked={one.trusted}
                onChange={(event) => trust.mutate({ id: one.id, on: event.currentTarget.checked })}
              />
            </td>
            <td className="num">
              <Button
                size="compact-xs"
                aria-label={t('memories.forgetLabel', { name: one.name })}
                onClick={() => setLeaving(one)}
              >
                {t('memories.forget')}
              </Button>
            </td>
          </tr>
        ))}
      </TableTile>
      <Confirm
        opened={leaving !== null}
        question={t('memories.question', { name: leaving?.name ?? '' })}
        yes={t('memories.forget')}
        no={t('undo.no')}
        onNo={() => setLeaving(null)}
        onYes={() => {
          if (leaving) forget.mutate(leaving.id);
          setLeaving(null);
        }}
      >
        {t('memories.text')}
      </Confirm>
    </>
  );
}

/** whatOf says what files of a shape are: an export that is known, or rows of a dataset. */
function whatOf(one: Memory, t: T): string {
  if (one.mapping) return t(`dataset.${one.mapping.dataset}` as 'dataset.usage', { defaultValue: one.mapping.dataset });
  return one.title || one.profile;
}
