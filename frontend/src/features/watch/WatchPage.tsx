import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { watchedQuery } from '../../api/queries';
import { segmentsQuery } from '../../api/rules';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { Sheet } from '../../components/Tile';
import { hrefTo, setParams, useRoute } from '../../lib/route';
import { Products } from './Products';
import { SegmentEditor } from './SegmentEditor';
import { Segments } from './Segments';
import { draftOf, newSegment } from './segment';
import { WatchedRecords } from './WatchedRecords';

/** WatchPage lists what the person watches, and the live segments, which can be watched as a whole. */
export function WatchPage() {
  const { t } = useTranslation();
  const { params } = useRoute();
  const watched = useQuery(watchedQuery());
  const segments = useQuery(segmentsQuery());
  const error = watched.error ?? segments.error;
  const draft = segments.data ? draftOf(params, segments.data) : null;
  const add = (
    <Button
      variant={draft ? 'default' : 'filled'}
      onClick={() => setParams({ segment: newSegment, kind: null, filter: null })}
      disabled={draft?.name === ''}
    >
      {t('watchlist.newSegment')}
    </Button>
  );
  return (
    <Page
      title={t('watchlist.title')}
      parent={{ label: t('nav.rules'), href: hrefTo('rules') }}
      actions={add}
      bar={<span className="sm t2">{t('watchlist.lead')}</span>}
    >
      {error && <ErrorPanel error={error} onRetry={() => Promise.all([watched.refetch(), segments.refetch()])} />}
      {!error && (!watched.data || !segments.data) && <SkeletonPage />}
      {watched.data && segments.data && (
        <>
          {draft && <SegmentEditor key={draft.name} draft={draft} />}
          <Sheet>
            <Segments segments={segments.data} watched={watched.data.segments} />
            <WatchedRecords kind="account" keys={watched.data.accounts} />
            <WatchedRecords kind="entitlement" keys={watched.data.entitlements} />
            <Products names={watched.data.products} />
          </Sheet>
        </>
      )}
    </Page>
  );
}
