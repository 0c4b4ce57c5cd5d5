import { Button, Skeleton } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Cell, CellValue, Query } from '../../api/metricTypes';
import type { Answer, Asking, Mark } from '../../api/reportTypes';
import type { View } from '../../api/types';
import { cx } from '../../lib/cx';
import { hrefTo } from '../../lib/route';
import { pictureOf } from '../chart/Chart';
import { Empty } from '../Empty';
import { ErrorPanel } from '../ErrorPanel';
import { useExportable } from '../export/exportables';
import { openPassport } from '../passport/passport';
import { Badges } from './Badges';
import css from './ReportTile.module.css';
import { type Removable, TileEmpty } from './TileEmpty';
import { TileMenu } from './TileMenu';
import { type TileState, useTile } from './useTile';
import { loadAhead, Visual } from './Visual';

/** ReportTileProps are those of a tile that shows a report. */
export interface ReportTileProps {
  view: View;
  asking: Asking;
  /** viewKey remembers how the person laid its table out. */
  viewKey: string;
  sub?: string | undefined;
  /** opens is where the heading leads: "dashboard/renewals". */
  opens?: string | undefined;
  /** removable are the filters that come from outside of the report. */
  removable?: Removable[];
  /** onRemoveAll takes all of them away at once. */
  onRemoveAll?: (() => void) | undefined;
  selected?: Record<string, CellValue>[];
  onSelect?: ((mark: Mark, add: boolean) => void) | undefined;
  /** more are entries of the menu that only the page can offer. */
  more?: ReactNode;
}

/** ReportTile is a cell of the sheet that shows a report: its heading, its menu, and the answer in every state. */
export function ReportTile(props: ReportTileProps) {
  const { view, asking, sub, opens, more } = props;
  const state = useTile(view, asking);
  useEffect(() => loadAhead(asking.report.visual), [asking.report.visual]);
  const [asTable, setAsTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLElement>(null);
  const { answer } = state;
  const title = answer?.title || asking.report.title;
  const bare = asking.report.visual.show === 'figures' && !asTable;
  const explain = (cell: Cell, query = answer?.query) => {
    if (query) openPassport({ query, cell, title, view });
  };
  const picture = async () => (box.current ? pictureOf(box.current, { title, sub: sub ?? '' }) : '');
  const drawn = answer?.chart !== undefined && answer.chart !== null && !asTable;
  useExportable({ asking, title, place, picture: drawn ? picture : undefined }, answer !== undefined);
  return (
    <section
      ref={place}
      className={cx(css.tile, bare && css.bare)}
      aria-label={title}
      aria-busy={state.stale || undefined}
    >
      <div className={css.head} data-head="">
        <div className={css.texts}>
          <h2 className={css.title} title={title}>
            {opens ? <a href={hrefTo(...opens.split('/'))}>{title}</a> : title}
          </h2>
          {sub && (
            <span className={css.sub} title={sub}>
              {sub}
            </span>
          )}
          <span className={css.badges}>{answer && <Badges answer={answer} onExplain={explain} />}</span>
        </div>
        <TileMenu
          view={view}
          asking={asking}
          answer={answer}
          title={title}
          sub={sub ?? ''}
          box={box}
          asTable={asTable}
          onTable={setAsTable}
          more={more}
        />
      </div>
      <div ref={box} className={css.body}>
        <Body {...props} state={state} title={title} asTable={asTable} onExplain={explain} />
      </div>
    </section>
  );
}

interface BodyProps extends ReportTileProps {
  state: TileState;
  title: string;
  asTable: boolean;
  onExplain: (cell: Cell, query?: Query) => void;
}

/** Body is what a tile shows: an error in its place, nothing yet, nothing at all, or the answer. */
function Body({ state, ...props }: BodyProps) {
  const { t } = useTranslation();
  const { view, asking, viewKey, removable, onRemoveAll, title, asTable, selected, onSelect, onExplain } = props;
  const { answer, error, stale } = state;
  if (error) return <ErrorPanel error={error} onRetry={state.again} />;
  if (!answer) return <Waiting state={state} />;
  return (
    <>
      <div className={cx(css.answer, stale && css.stale)}>
        {isEmpty(answer) ? (
          <TileEmpty
            view={view}
            asking={asking}
            answer={answer}
            removable={removable ?? []}
            onRemoveAll={() => onRemoveAll?.()}
          />
        ) : (
          <Visual
            report={asking.report}
            answer={answer}
            height="fill"
            viewKey={viewKey}
            label={title}
            selected={selected}
            onSelect={onSelect}
            onExplain={onExplain}
            asTable={asTable}
          />
        )}
      </div>
      {stale && state.slow && (
        <div className={css.over}>
          <Button size="compact-xs" onClick={state.giveUp}>
            {t('visual.cancel')}
          </Button>
        </div>
      )}
      {state.given && (
        <div className={css.over}>
          <Button size="compact-xs" onClick={state.again}>
            {t('visual.again')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Waiting stands where nothing was: a skeleton, and after a while the way out. */
function Waiting({ state }: { state: TileState }) {
  const { t } = useTranslation();
  if (state.given) {
    return <Empty action={<Button onClick={state.again}>{t('visual.again')}</Button>}>{t('visual.given')}</Empty>;
  }
  return (
    <div role="status" className={css.waiting}>
      <span className="sr">{t('loading')}</span>
      <Skeleton height="100%" />
      {state.slow && (
        <div className={css.over}>
          <Button size="compact-xs" onClick={state.giveUp}>
            {t('visual.cancel')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** isEmpty says whether an answer has no rows to show. */
function isEmpty({ result, chart }: Answer): boolean {
  return result.rows.length === 0 || chart?.empty === 'no_rows';
}
