import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { DrawingView } from '../../../components/chart/Chart';
import { courseAxis, courseDrawing, type Levels } from '../model/charts';
import { isShare } from '../model/conditions';
import { figureOf } from '../model/figures';
import type { Setting } from './ConditionStep';
import css from './Editor.module.css';

/** CourseChart draws the figure of one instance over time with the levels of the condition, as an example. */
export function CourseChart({ condition, inspected, words }: Setting) {
  const { t } = useTranslation();
  const { metric = '', value, clear, kind } = condition;
  const series = inspected?.series;
  const known = series?.filter((point) => point.value !== null).length ?? 0;
  const name = words.label(metric);
  const drawn = useMemo(() => {
    if (!series || known < 2) return null;
    const fires = kind === 'threshold' ? value : undefined;
    const levels: Levels = {
      fires,
      clears: fires === undefined ? undefined : clear,
      share: isShare(metric, words),
      figure: (level: number) => figureOf(level, metric, words),
    };
    const axis = courseAxis(series, levels);
    return { drawing: courseDrawing(series, name, levels, axis, t), starts: axis.min > 0 && levels.figure(axis.min) };
  }, [series, known, kind, value, clear, metric, words, name, t]);
  if (!drawn) return null;
  const example = inspected?.seen[0];
  return (
    <figure className={css.course}>
      <DrawingView drawing={drawn.drawing} height={148} label={name} />
      <figcaption className="xs t3">
        {example && t('rules.course.example', { name: example.title })}{' '}
        {drawn.starts && t('rules.course.axis', { level: drawn.starts })}
      </figcaption>
    </figure>
  );
}
