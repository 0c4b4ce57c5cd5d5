import { useComputedColorScheme } from '@mantine/core';
import type { ECharts } from 'echarts/core';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Mark } from '../../api/reportTypes';
import { useCalendar, useWords } from '../catalog/useCatalog';
import type { DrawingViewProps } from './Chart';
import css from './Chart.module.css';
import { withSelection } from './dim';
import { start } from './engine';
import { type Option, withFormats } from './formats';
import { inked, inksOf, paletteOf } from './inks';
import { followPointer } from './pointer';
import { type Point, type Saying, sentence, seriesOf, step } from './points';
import { type Room, withRoom } from './room';
import { chartTheme } from './theme';
import { tooltipOf } from './tooltip';
import { useContrast } from './useContrast';

interface Clicked {
  componentType?: string;
  seriesIndex?: number;
  dataIndex?: number;
  dataType?: string;
  event?: { event?: { detail?: number; ctrlKey?: boolean; metaKey?: boolean }; target?: { __dimIdx?: number } };
}

/** Drawn draws an option. The arrow keys walk over its points, which are read out. */
export function Drawn({ drawing, label, selected, onSelect, onExplain, onMenu }: DrawingViewProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { fiscalStart } = useCalendar();
  const scheme = useComputedColorScheme('light');
  const contrast = useContrast();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<ECharts | null>(null);
  const [at, setAt] = useState<Point | null>(null);
  const [room, setRoom] = useState<Room>({ width: 0, height: 0 });

  const option = useMemo(() => JSON.parse(drawing.option) as Option, [drawing.option]);
  const saying = useMemo<Saying>(() => ({ option, told: { t, fiscalStart }, words }), [option, t, fiscalStart, words]);
  const hint = onExplain ? t('chart.hint') : '';
  const points = drawing.cells.reduce((sum, marks) => sum + marks.length, 0);
  const markOf = (point: Point | null) => (point ? (drawing.cells[point.series]?.[point.index] ?? null) : null);

  const explain = (mark: Mark | null) => {
    if (mark && mark.metric !== '') onExplain?.(asked(mark));
  };
  const clicked = ({ componentType, seriesIndex = 0, dataIndex = 0, dataType, event }: Clicked) => {
    if (componentType !== 'series' || dataType === 'node') return null;
    const index = event?.target?.__dimIdx ?? dataIndex;
    return drawing.cells[seriesIndex]?.[index] ?? null;
  };
  const handlers = useRef({ click: (_: Clicked) => {}, explain: (_: Clicked) => {}, menu: (_: Clicked) => {} });
  handlers.current = {
    click: (event) => {
      const mark = clicked(event);
      const { detail = 1, ctrlKey = false, metaKey = false } = event.event?.event ?? {};
      if (mark && detail < 2) onSelect?.(mark, ctrlKey || metaKey);
    },
    explain: (event) => explain(clicked(event)),
    menu: (event) => {
      const mark = clicked(event);
      if (mark) aimed.current = mark;
    },
  };
  const aimed = useRef<Mark | null>(null);

  useEffect(() => (box.current === null ? undefined : followPointer(box.current)), []);
  useEffect(() => {
    if (!box.current) return;
    const palette = paletteOf(scheme, contrast);
    const echarts = start(box.current, chartTheme(palette), points);
    echarts.on('click', (event) => handlers.current.click(event as Clicked));
    echarts.on('dblclick', (event) => handlers.current.explain(event as Clicked));
    echarts.on('contextmenu', (event) => handlers.current.menu(event as Clicked));
    const observer = new ResizeObserver(() => {
      echarts.resize();
      setRoom({ width: box.current?.clientWidth ?? 0, height: box.current?.clientHeight ?? 0 });
    });
    observer.observe(box.current);
    drawn.current = echarts;
    return () => {
      observer.disconnect();
      echarts.dispose();
      drawn.current = null;
    };
  }, [scheme, contrast, points]);

  useEffect(() => {
    const inks = inksOf(paletteOf(scheme, contrast), scheme, contrast);
    const chosen = withSelection(withRoom(option, room), drawing, selected ?? []);
    const tooltip = {
      ...(option.tooltip as Option),
      appendTo: 'body',
      transitionDuration: 0,
      formatter: tooltipOf(saying, hint),
    };
    const aria = {
      enabled: true,
      label: { enabled: false },
      decal: { show: contrast !== 'usual' && hasFills(option) },
    };
    // The outline is for the one mark that is aimed at, not for all of its category.
    const axisPointer = { triggerEmphasis: false };
    drawn.current?.setOption(
      { ...withFormats(inked(chosen, inks) as Option, saying.told), tooltip, aria, axisPointer },
      { notMerge: true },
    );
  }, [option, drawing, selected, saying, hint, scheme, contrast, room]);

  const show = (point: Point | null) => {
    const echarts = drawn.current;
    if (at) echarts?.dispatchAction({ type: 'downplay', ...place(at, option) });
    setAt(point);
    if (!point) {
      echarts?.dispatchAction({ type: 'hideTip' });
      return;
    }
    echarts?.dispatchAction({ type: 'highlight', ...place(point, option) });
    echarts?.dispatchAction({ type: 'showTip', ...place(point, option) });
  };

  const press = (event: KeyboardEvent) => {
    const mark = markOf(at);
    const keep = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (event.key === 'Escape' && at) {
      keep();
      show(null);
    } else if (event.key === 'Enter' && mark) {
      keep();
      explain(mark);
    } else if (event.key === ' ' && mark) {
      keep();
      onSelect?.(mark, event.ctrlKey || event.metaKey);
    } else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && mark && onMenu) {
      keep();
      onMenu(asked(mark), middleOf(box.current));
    } else if (!event.altKey && !event.ctrlKey && !event.metaKey) {
      const target = step(event.key, at, drawing, option);
      if (!target) return;
      keep();
      show(target);
    }
  };
  const menu = (event: MouseEvent) => {
    const mark = aimed.current;
    aimed.current = null;
    if (!mark || !onMenu) return;
    event.preventDefault();
    onMenu(asked(mark), { x: event.clientX, y: event.clientY });
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is neither a fieldset nor a list.
    <div
      className={css.drawing}
      role="group"
      aria-roledescription={t('chart.chart')}
      aria-label={`${label}: ${drawing.text}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk over the points of the drawing.
      tabIndex={0}
      onKeyDown={press}
      onBlur={() => show(null)}
      onContextMenu={menu}
    >
      <div ref={box} className={css.canvas} data-drawing="" aria-hidden="true" />
      <span className="sr" aria-live="polite">
        {at ? sentence(saying, at) : ''}
      </span>
    </div>
  );
}

/** hasFills reports whether series are told apart by how they are filled. */
function hasFills(option: Option): boolean {
  return seriesOf(option).some(({ type }) => ['bar', 'pie', 'funnel'].includes(type));
}

/** asked is the figure of a mark that can be explained: of a difference, the figure itself. */
function asked(mark: Mark): Mark {
  if (mark.role === undefined || mark.role === 'before') return mark;
  const { role: _, ...figure } = mark;
  return figure;
}

/** place is how a point is told to ECharts: a ring of a radar is one datum. */
function place({ series, index }: Point, option: Option) {
  const radar = seriesOf(option)[series]?.type === 'radar';
  return { seriesIndex: series, dataIndex: radar ? 0 : index };
}

function middleOf(box: HTMLElement | null) {
  const { left = 0, top = 0, width = 0, height = 0 } = box?.getBoundingClientRect() ?? {};
  return { x: left + width / 2, y: top + height / 2 };
}
