import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cell } from '../../../api/metricTypes';
import { answerQuery } from '../../../api/reports';
import type { Answer, Drawing, Report, Show, Visual as VisualOf } from '../../../api/reportTypes';
import { Empty } from '../../../components/Empty';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { openPassport } from '../../../components/passport/passport';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { useCompare, useView } from '../../../components/useView';
import { Visual } from '../../../components/visual/Visual';
import { cx } from '../../../lib/cx';
import { list } from '../../../lib/format';
import { isEmpty } from '../draft/parts';
import { dragType } from '../fields/FieldRow';
import css from './Builder.module.css';
import type { Building } from './context';

/** restMs is how long the person has to rest before the preview is asked for. */
const restMs = 120;

/** tables are the kinds of visual that show every row themselves. */
const tables: Show[] = ['table', 'crosstab', 'tree', 'agenda'];

/** usePreview asks for a report as it is being built; the old answer stays until the new one is there. */
export function usePreview(report: Report) {
  const view = useView();
  const compare = useCompare();
  const asked = useMemo(
    () => ({ report: { ...report, words: undefined }, ...(compare && { compare }) }),
    [report, compare],
  );
  const [asking] = useDebouncedValue(asked, restMs);
  const query = useQuery({ ...answerQuery(view, asking), enabled: !isEmpty(asking.report.query) });
  return { ...query, asking, late: query.isPlaceholderData || asking !== asked };
}

/** Asked is a preview on its way or here. */
export type Asked = ReturnType<typeof usePreview>;

interface PreviewProps extends Building {
  asked: Asked;
  onFields: () => void;
  onDropField: (name: string) => void;
}

/** Preview shows the answer as it will look, and its rows below. */
export function Preview({ report, label, dispatch, asked, onFields, onDropField }: PreviewProps) {
  const { t } = useTranslation();
  const { data: answer, error, late, refetch } = asked;
  const drop = {
    onDragOver: (event: DragEvent) => event.dataTransfer.types.includes(dragType) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      onDropField(event.dataTransfer.getData(dragType));
    },
  };
  if (isEmpty(report.query)) {
    return (
      <div className={css.preview} {...drop}>
        <Empty action={<Button onClick={onFields}>{t('reports.preview.choose')}</Button>}>
          {t('reports.preview.empty')}
        </Empty>
      </div>
    );
  }
  const onVisual = ({ columns, density }: VisualOf) => dispatch({ type: 'setVisual', visual: { columns, density } });
  return (
    <div className={cx(css.preview, late && css.late)} aria-busy={late} {...drop}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!answer && !error && <SkeletonPage />}
      {answer && <Shown report={report} answer={answer} label={label} onVisual={onVisual} />}
    </div>
  );
}

interface ShownProps {
  report: Report;
  answer: Answer;
  label: (name: string) => string;
  onVisual: (visual: VisualOf) => void;
}

function Shown({ report, answer, label, onVisual }: ShownProps) {
  const { t } = useTranslation();
  const { show } = report.visual;
  const { chart } = answer;
  const height = useMemo(() => heightOf(chart), [chart]);
  const title = report.title || t('reports.untitled');
  const explain = (cell: Cell, query = answer.query) => openPassport({ query, cell, title });
  const shared = { answer, viewKey: 'report-preview', label: title, onExplain: explain, onVisual };
  if (tables.includes(show)) {
    return (
      <section className={css.whole} aria-label={t('reports.preview.title')}>
        <Visual {...shared} report={report} height="fill" />
      </section>
    );
  }
  const caption = captionOf(report);
  const left = caption === '' ? leftOf(report, answer) : [];
  return (
    <>
      <section className={cx(css.chart, few.includes(show) && css.few)} aria-label={t('reports.preview.title')}>
        {answer.chart && caption !== '' && <p className="sm t2 cut">{label(caption)}</p>}
        <div className={css.drawn} style={{ flexBasis: height }}>
          <Visual {...shared} report={report} height="fill" onSelect={(mark) => explain(mark)} />
        </div>
        {left.length > 0 && (
          <p className="sm t3">{t('reports.preview.onlyInTable', { names: list(left.map(label)) })}</p>
        )}
      </section>
      <section className={css.rows} aria-label={t('reports.preview.rows')}>
        <Visual {...shared} report={report} height="fill" asTable />
      </section>
    </>
  );
}

/** few are the kinds of visual that need little room. */
const few: Show[] = ['figures', 'indicator'];

/** lineHeight is what a name beside a drawing needs to be read, and around what the drawing has above and below. */
const lineHeight = 18;
const around = 72;

/** heightOf is how high a drawing must be for the names at its side; others have the room there is. */
function heightOf(chart: Drawing | undefined): number {
  if (!chart || chart.option === '') return 0;
  const { yAxis } = JSON.parse(chart.option) as { yAxis?: Side | Side[] };
  const [side] = [yAxis].flat();
  return side?.type === 'category' ? (side.data?.length ?? 0) * lineHeight + around : 0;
}

/** Side is the axis at the side of a drawing. */
interface Side {
  type?: string;
  data?: unknown[];
}

/** leftOf are the figures of a report that its drawing has no place for, such as those of another unit. */
function leftOf({ query, visual }: Report, { chart }: Answer): string[] {
  if (!chart || chart.empty || visual.values) return [];
  const drawn = new Set(chart.cells.flat().map((mark) => mark?.metric));
  return (query.metrics ?? []).filter((name) => !drawn.has(name));
}

/** lone are the kinds of visual that draw the first value alone; split ones do where there are series of something else. */
const lone: Show[] = ['heatmap', 'calendar', 'sankey', 'treemap', 'pie', 'donut', 'box'];
const split: Show[] = ['bar', 'column', 'line', 'area', 'radar'];

/** captionOf names what is drawn where no legend does. */
function captionOf({ query, visual }: Report): string {
  const names = visual.values?.map((one) => one.column) ?? query.metrics ?? [];
  const series = split.includes(visual.show) && (query.by?.length ?? 0) > 1;
  return names.length === 1 || series || lone.includes(visual.show) ? (names[0] ?? '') : '';
}
