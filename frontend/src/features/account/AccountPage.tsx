import { Button } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { accountQuery } from '../../api/queries';
import type { AccountPage as Data } from '../../api/types';
import { ChartTile } from '../../components/chart/ChartTile';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Icon } from '../../components/Icon';
import { Kpis } from '../../components/Kpis';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { Status } from '../../components/Status';
import { Sheet } from '../../components/Tile';
import { useView } from '../../components/useView';
import { useWatch } from '../../components/useWatch';
import { cx } from '../../lib/cx';
import { dayLong, int } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import { isUrgent, urgency } from '../../lib/urgency';
import { defaultDays } from '../../lib/window';
import css from './Account.module.css';
import { InboxTile } from './InboxTile';
import { LinesTile } from './LinesTile';
import { UnusedTile } from './UnusedTile';
import { WorkloadsTile } from './WorkloadsTile';

/** AccountPage is everything about one account. */
export function AccountPage({ accountKey }: { accountKey: string }) {
  const { t } = useTranslation();
  const view = useView();
  const { data, error, isPlaceholderData, refetch } = useQuery(accountQuery(view, accountKey));
  return (
    <Page
      title={data?.account ?? t('account.title')}
      parent={{ label: t('nav.accounts'), href: hrefTo('accounts') }}
      timed
      stale={isPlaceholderData}
      bar={data && <Facts data={data} />}
    >
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {data ? <Content data={data} /> : !error && <SkeletonPage />}
    </Page>
  );
}

/** soonest is the next end of an entitlement that counts. */
function soonest(data: Data) {
  return data.lines
    .filter((line) => line.counts && line.days !== null && line.days >= 0)
    .sort((a, b) => (a.days ?? 0) - (b.days ?? 0))[0];
}

function Facts({ data }: { data: Data }) {
  const { t } = useTranslation();
  const watch = useWatch();
  const next = soonest(data);
  const place = [data.country, data.region].filter(Boolean).join(', ');
  const owner = data.owner && t('account.owner', { owner: data.owner });
  const facts = [place, data.segment, owner, data.domain, data.id].filter(Boolean).join(' · ');
  return (
    <>
      {next?.days != null && <Status is={urgency(next.days)} />}
      <span className={next ? undefined : 't2'}>
        {next
          ? t('account.nextEnd', {
              product: next.product,
              day: dayLong(next.end),
              number: int(next.quantity),
              count: next.quantity ?? 0,
            })
          : t('account.noEnd')}
      </span>
      <span className={cx('t2', 'cut', css.facts)} title={facts}>
        {facts}
      </span>
      <Button
        leftSection={<Icon of={data.watched ? IconStarFilled : IconStar} />}
        aria-pressed={data.watched}
        onClick={() => watch('account', data.key, !data.watched)}
      >
        {data.watched ? t('watch.on') : t('watch.start')}
      </Button>
    </>
  );
}

function Content({ data }: { data: Data }) {
  const { t } = useTranslation();
  const urgent = data.lines.filter(
    (line) => line.counts && line.days !== null && line.days >= 0 && isUrgent(line.days),
  );
  const notes =
    urgent.length > 0
      ? {
          licenses_ending: (
            <Status is="act_now" plain>
              {t('portfolio.actNow', { count: urgent.length })}
            </Status>
          ),
        }
      : {};
  return (
    <>
      <Kpis figures={data.figures} days={defaultDays} notes={notes} />
      <Sheet>
        <ChartTile title={t('account.spans')} span={7} height={200} chart={data.spans} />
        <ChartTile title={t('portfolio.products')} span={5} height={200} chart={data.products} />
        <WorkloadsTile charts={data.workloads} names={data.names} />
        <UnusedTile unused={data.unused} />
        <LinesTile lines={data.lines} />
        <InboxTile items={data.inbox} />
      </Sheet>
    </>
  );
}
