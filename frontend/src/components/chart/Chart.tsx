import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { CellValue } from '../../api/metricTypes';
import type { Drawing, Mark } from '../../api/reportTypes';
import { useCalendar } from '../catalog/useCatalog';
import { Empty } from '../Empty';
import css from './Chart.module.css';
import { filledDrawing } from './told';

export { pictureOf } from './picture';

/** loadDrawn loads what draws. */
export const loadDrawn = () => import('./Drawn').then((module) => ({ default: module.Drawn }));

const Drawn = lazy(loadDrawn);

export interface DrawingViewProps {
  drawing: Drawing;
  height: number | 'fill';
  /** label is the title of what is drawn, which is said before the drawing's own sentence. */
  label: string;
  /** selected are the keys that are chosen; what else is drawn fades. */
  selected?: Record<string, CellValue>[] | undefined;
  onSelect?: ((mark: Mark, add: boolean) => void) | undefined;
  onExplain?: ((mark: Mark) => void) | undefined;
  /** onMenu is called by a right click and the menu key, with the place for a menu in the window. */
  onMenu?: ((mark: Mark, at: { x: number; y: number }) => void) | undefined;
}

/** DrawingView shows a drawing, or why there is none. What draws is loaded with the first of them. */
export function DrawingView(props: DrawingViewProps) {
  const { height } = props;
  const { t } = useTranslation();
  const { fiscalStart } = useCalendar();
  const drawing = useMemo(() => filledDrawing(props.drawing, { t, fiscalStart }), [props.drawing, t, fiscalStart]);
  if (drawing.option === '') return <Empty>{drawing.text}</Empty>;
  return (
    <div className={css.place} style={{ height: height === 'fill' ? '100%' : height }}>
      <Suspense fallback={null}>
        <Drawn {...props} drawing={drawing} />
      </Suspense>
    </div>
  );
}
