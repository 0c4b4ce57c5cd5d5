import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { dashboardQuery } from '../../../api/reports';
import type { Dashboard, Tile } from '../../../api/reportTypes';
import { isTile } from '../../../api/shapes';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { useHeld } from '../../../components/useHeld';
import { useRoute } from '../../../lib/route';
import { Editor } from './Editor';
import { addTile } from './edits';

type NewTile = Omit<Tile, 'id' | 'x' | 'y'>;

/** newName is the name in the address of a dashboard that was never kept. */
const newName = 'new';

/** EditorPage changes a dashboard, or makes a new one. */
export function EditorPage({ name }: { name: string }) {
  const { t, i18n } = useTranslation();
  const { params } = useRoute();
  const isNew = name === newName;
  // What is changed is what is kept now, and not what was seen of it before.
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    ...dashboardQuery(name, i18n.language),
    enabled: !isNew,
    refetchOnMount: 'always',
  });
  const start = useHeld(isFetchedAfterMount ? data : undefined);
  const wanted = params.get('tile') ?? '';
  if (isNew) {
    return <Editor dashboard={fresh(t('dashboards.untitled'), tileOf(wanted))} kept={null} tile="" />;
  }
  if (start) return <Editor key={name} dashboard={{ ...start, name }} kept={{ ...start, name }} tile={wanted} />;
  return (
    <Page title={t('dashboards.edit')}>
      {error ? <ErrorPanel error={error} onRetry={refetch} /> : <SkeletonPage />}
    </Page>
  );
}

/** fresh is a dashboard with one empty tab, or with the tile it is made for. */
function fresh(title: string, tile: NewTile | null): Dashboard {
  const dashboard: Dashboard = { title, tabs: [{ id: 'tab1', tiles: [] }] };
  return tile ? addTile(dashboard, 'tab1', tile) : dashboard;
}

/** tileOf reads a tile that another page put into the address. */
function tileOf(text: string): NewTile | null {
  try {
    const tile: unknown = JSON.parse(text);
    return isTile(tile) ? tile : null;
  } catch {
    return null;
  }
}
