import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { identity } from '../../api/actions';
import type { Decision, Suggestion } from '../../api/importTypes';
import { decisionsQuery, suggestionsQuery } from '../../api/queries';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { TableTile } from '../../components/TableTile';
import { toast, toastError } from '../../components/toast';
import { moment } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import css from './Identity.module.css';

/** IdentityPage decides which accounts and products are one, and takes decisions back. */
export function IdentityPage() {
  const { t } = useTranslation();
  const pairs = useQuery(suggestionsQuery());
  const decisions = useQuery(decisionsQuery());
  const error = pairs.error ?? decisions.error;
  return (
    <Page title={t('identity.title')} parent={{ label: t('nav.accounts'), href: hrefTo('accounts') }}>
      {error && <ErrorPanel error={error} onRetry={() => Promise.all([pairs.refetch(), decisions.refetch()])} />}
      {!error && (!pairs.data || !decisions.data) && <SkeletonPage />}
      {pairs.data && <Suggestions pairs={pairs.data} />}
      {decisions.data && decisions.data.length > 0 && <Decisions decisions={decisions.data} />}
    </Page>
  );
}

function Suggestions({ pairs }: { pairs: Suggestion[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = () => client.invalidateQueries();
  const merge = useMutation({
    mutationFn: ({ kind, fromKey, intoKey }: Suggestion) => identity.merge(kind, fromKey, intoKey),
    onSuccess: (_, pair) => {
      toast({ message: t('identity.merged', { from: pair.from, into: pair.into }) });
      return again();
    },
    onError: toastError,
  });
  const apart = useMutation({
    mutationFn: ({ kind, fromKey, intoKey }: Suggestion) => identity.keepApart(kind, fromKey, intoKey),
    onSuccess: again,
    onError: toastError,
  });
  const busy = merge.isPending || apart.isPending;
  return (
    <TableTile
      title={t('identity.suggestions')}
      sub={t('identity.sub')}
      columns={[
        { label: t('identity.kind') },
        { label: t('identity.from') },
        { label: t('identity.into') },
        { label: t('identity.why') },
        { label: t('history.actions'), silent: true },
      ]}
      empty={
        pairs.length === 0 && (
          <Empty
            action={
              <Button component="a" href={hrefTo('accounts')}>
                {t('identity.toAccounts')}
              </Button>
            }
          >
            {t('identity.none')}
          </Empty>
        )
      }
    >
      {pairs.map((pair) => (
        <tr key={`${pair.kind} ${pair.fromKey} ${pair.intoKey}`}>
          <td>{t(`identity.of.${pair.kind}`)}</td>
          <Named name={pair.from} code={pair.fromKey} />
          <Named name={pair.into} code={pair.intoKey} />
          <td className={css.why}>
            {t(`identity.reason.${pair.reason}` as 'identity.reason.name', { defaultValue: pair.reason })}
          </td>
          <td className={css.actions}>
            <Button
              size="compact-xs"
              disabled={busy}
              aria-label={t('identity.mergeLabel', { from: pair.from, into: pair.into })}
              onClick={() => merge.mutate(pair)}
            >
              {t('identity.merge')}
            </Button>
            <Button
              size="compact-xs"
              disabled={busy}
              aria-label={t('identity.apartLabel', { from: pair.from, into: pair.into })}
              onClick={() => apart.mutate(pair)}
            >
              {t('identity.apart')}
            </Button>
          </td>
        </tr>
      ))}
    </TableTile>
  );
}

function Decisions({ decisions }: { decisions: Decision[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: (decision: Decision) => identity.takeBack(decision.id),
    onSuccess: () => {
      toast({ message: t('identity.takenBack') });
      return client.invalidateQueries();
    },
    onError: toastError,
  });
  return (
    <TableTile
      title={t('identity.decisions')}
      sub={t('identity.decisionsSub')}
      columns={[
        { label: t('identity.kind') },
        { label: t('identity.from') },
        { label: t('identity.decided') },
        { label: t('identity.into') },
        { label: t('identity.when'), className: 'num' },
        { label: t('history.actions'), silent: true },
      ]}
    >
      {decisions.map((one) => (
        <tr key={one.id}>
          <td>{t(`identity.of.${one.kind}`)}</td>
          <Named name={one.from} code={one.fromKey} />
          <td>{t(`identity.state.${one.state}`)}</td>
          <Named name={one.into} code={one.intoKey} />
          <td className="num t2">{moment(one.decidedAt)}</td>
          <td className={css.actions}>
            <Button
              size="compact-xs"
              disabled={back.isPending}
              aria-label={t('identity.takeBackLabel', {
                from: one.from || one.fromKey,
                into: one.into || one.intoKey,
              })}
              onClick={() => back.mutate(one)}
            >
              {t('identity.takeBack')}
            </Button>
          </td>
        </tr>
      ))}
    </TableTile>
  );
}

/** Named is an account or a product with the key that tells two of one name apart. */
function Named({ name, code }: { name: string; code: string }) {
  return (
    <td className={css.named}>
      <span>{name || code}</span>
      <span className="mono t3">{code}</span>
    </td>
  );
}
