import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Compare, Filter } from '../../../api/metricTypes';
import type { Dashboard, Mark, Report, Tile } from '../../../api/reportTypes';
import type { View } from '../../../api/types';
import { useWords } from '../../catalog/useCatalog';
import { ErrorPanel } from '../../ErrorPanel';
import { SkeletonPage } from '../../SkeletonPage';
import { ReportTile } from '../ReportTile';
import type { Removable } from '../TileEmpty';
import { type Applied, appliedTo, type Reports, tokensOf, withTokens } from './applied';
import css from './Dashboard.module.css';
import { type Look, select } from './look';

interface DashboardTileProps {
  dashboard: Dashboard;
  tile: Tile;
  view: View;
  look: Look;
  onLook: (look: Look) => void;
  reports: Reports;
  error: Error | undefined;
  compare?: Compare | undefined;
  account?: string;
  more?: (tile: Tile, report: Report) => ReactNode;
}

/** DashboardTile is one tile of a dashboard: a report filtered by controls and selections, a text, or an image. */
export function DashboardTile(props: DashboardTileProps) {
  const { dashboard, tile, look, reports, error } = props;
  const report = reports[tile.id];
  const tokens = tokensOf(dashboard, look);
  if (tile.image) return <ImageTile tile={tile} title={withTokens(tile.title ?? '', tokens)} />;
  if (report) return <Asked {...props} report={report} tokens={tokens} />;
  if (error) return <ErrorPanel error={error} />;
  if (tile.ref) return <SkeletonPage />;
  return <TextTile title={withTokens(tile.title ?? '', tokens)} text={withTokens(tile.text ?? '', tokens)} />;
}

function Asked(props: DashboardTileProps & { report: Report; tokens: Record<string, unknown> }) {
  const { dashboard, tile, view, look, onLook, reports, compare, account, more, report, tokens } = props;
  const labelOf = useFilterLabel(dashboard);
  const applied = appliedTo(tile, dashboard, look, reports);
  const filters = applied.map((one) => one.filter);
  const asking = {
    report: tile.title ? { ...report, title: tile.title } : report,
    ...(filters.length > 0 && { filters }),
    ...(Object.keys(tokens).length > 0 && { tokens }),
    ...(compare && { compare }),
    ...(account !== undefined && { account }),
  };
  const removable = applied.map((one): Removable => {
    return { label: labelOf(one), filter: one.filter, remove: () => onLook(without(look, one)) };
  });
  const choose = (mark: Mark, add: boolean) => {
    if (!mark.keys || Object.keys(mark.keys).length === 0) return;
    onLook({ ...look, selections: select(look.selections, { tile: tile.id, keys: mark.keys }, add) });
  };
  return (
    <ReportTile
      view={view}
      asking={asking}
      viewKey={`${dashboard.name ?? ''}.${tile.id}`}
      sub={withTokens(tile.sub ?? '', tokens)}
      opens={tile.opens}
      removable={removable}
      onRemoveAll={() => onLook(bareOf(dashboard, look))}
      selected={look.selections.filter((one) => one.tile === tile.id).map((one) => one.keys)}
      onSelect={choose}
      more={more?.(tile, report)}
    />
  );
}

/** without takes one filter away from a look: a control filters nothing, a selection is gone. */
function without(look: Look, { from, id, filter }: Applied): Look {
  if (from === 'control') return { ...look, controls: { ...look.controls, [id]: null } };
  if (from === 'filter') return withoutAdded(look, filter);
  return { ...look, selections: look.selections.filter((one) => one.tile !== id) };
}

/** bareOf is a look in which nothing filters. */
function bareOf(dashboard: Dashboard, { filter: _, ...look }: Look): Look {
  const controls = Object.fromEntries((dashboard.controls ?? []).map(({ id }) => [id, null]));
  return { ...look, controls, selections: [] };
}

/** withoutAdded takes one comparison out of the filter that was added. */
function withoutAdded({ filter, ...look }: Look, gone: Filter): Look {
  const left = filter?.all?.filter((one) => one !== gone) ?? [];
  const [only] = left;
  if (!only) return look;
  return { ...look, filter: left.length === 1 ? only : { all: left } };
}

/** useFilterLabel names a filter by its control, or by what is selected. */
function useFilterLabel(dashboard: Dashboard): (applied: Applied) => string {
  const words = useWords();
  const { t } = useTranslation();
  return ({ from, id, filter }) => {
    const control = from === 'control' ? dashboard.controls?.find((one) => one.id === id) : undefined;
    const dimension = control?.dimension ?? filter.dimension;
    const label = control?.title || (dimension === undefined ? '' : (words?.label(dimension) ?? dimension));
    return label === '' ? t('dashboards.selection') : label;
  };
}

function TextTile({ title, text }: { title: string; text: string }) {
  const paragraphs = text.split(/\n{2,}/).filter((one) => one.trim() !== '');
  return (
    <section className={css.text} aria-label={title || undefined}>
      {title && <h2>{title}</h2>}
      {paragraphs.map((one, index) => (
        <p key={index}>{one}</p>
      ))}
    </section>
  );
}

function ImageTile({ tile, title }: { tile: Tile; title: string }) {
  return (
    <figure className={css.image}>
      {title && <h2>{title}</h2>}
      <img src={tile.image} alt={tile.alt ?? ''} />
    </figure>
  );
}
