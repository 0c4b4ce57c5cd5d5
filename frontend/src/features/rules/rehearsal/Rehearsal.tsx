import { Select } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { rehearsalQuery } from '../../../api/rules';
import type { Rehearsal as Rehearsed, RuleDocument } from '../../../api/ruleTypes';
import { DrawingView } from '../../../components/chart/Chart';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Icon } from '../../../components/Icon';
import { useToday } from '../../../components/useView';
import { cx } from '../../../lib/cx';
import { int, seconds, shiftDay } from '../../../lib/format';
import type { Editing } from '../editor/context';
import editor from '../editor/Editor.module.css';
import { rehearsalDrawing } from '../model/charts';
import { Fixes } from './Fixes';
import css from './Rehearsal.module.css';
import { ToldList } from './ToldList';

const spans = ['13', '26', '52'] as const;

interface RehearsalProps extends Editing {
  /** settled is the rule as it was a moment ago, so that not every letter is rehearsed. */
  settled: RuleDocument;
}

/** Rehearsal says what a rule would have told in the past weeks, and how to make it quieter. */
export function Rehearsal({ settled, ...editing }: RehearsalProps) {
  const { t, i18n } = useTranslation();
  const today = useToday();
  const [span, setSpan] = useState<string>('26');
  const ready = editing.inspected !== undefined && !editing.inspected.problem && today !== '';
  const from = span === '26' ? '' : shiftDay(today, -7 * Number(span));
  const asked = useQuery({
    ...rehearsalQuery(settled, from, from === '' ? '' : today, i18n.language),
    placeholderData: keepPreviousData,
    enabled: ready,
    retry: false,
  });
  const { data } = asked;
  return (
    <section className={editor.part} aria-label={t('rules.rehearsal.label')} aria-busy={asked.isFetching || undefined}>
      <div className={css.head}>
        <h2>{t('rules.rehearsal.title', { count: Number(span) })}</h2>
        <span className={cx('row', css.tools)}>
          {data && (
            <span className="sm t2" role="status">
              {asked.isFetching
                ? t('rules.rehearsal.again')
                : t('rules.rehearsal.replayed', {
                    count: data.imports,
                    number: int(data.imports),
                    time: seconds(data.seconds),
                  })}
            </span>
          )}
          <Select
            aria-label={t('rules.rehearsal.span')}
            allowDeselect={false}
            w={132}
            value={span}
            onChange={(next) => setSpan(next ?? '26')}
            data={spans.map((weeks) => ({
              value: weeks as string,
              label: t('rules.rehearsal.weeks', { count: Number(weeks) }),
            }))}
          />
        </span>
      </div>
      {asked.error && <ErrorPanel error={asked.error} onRetry={() => void asked.refetch()} />}
      {!data && !asked.error && (
        <p className={editor.hint} style={{ minHeight: 240, paddingTop: 8 }}>
          {t(ready || !editing.inspected ? 'rules.rehearsal.running' : 'rules.rehearsal.waits')}
        </p>
      )}
      {data && (
        <div className={cx(asked.isPlaceholderData && css.waiting)}>
          <Figures data={data} />
          <Drawn data={data} />
          <Fixes data={data} older={asked.isPlaceholderData || settled !== editing.rule} {...editing} />
          <ToldList data={data} />
        </div>
      )}
    </section>
  );
}

function Figures({ data }: { data: Rehearsed }) {
  const { t } = useTranslation();
  const told = data.firings.filter((one) => !one.filtered).length;
  const week = data.weeks.at(-1)?.count ?? 0;
  const after = Math.max(0, ...data.weeks.map(({ count }) => count));
  const before = Math.max(0, ...data.weeks.map(({ count, filtered }) => count + filtered));
  const within = after <= data.budget;
  const filters = data.before > told;
  return (
    <div className={css.figures}>
      <Figure
        value={filters ? data.before : told}
        words={t('rules.rehearsal.told', { count: filters ? data.before : told })}
      />
      {filters && <Figure value={told} words={t('rules.rehearsal.withFilters')} />}
      <Figure value={week} words={t('rules.rehearsal.thisWeek')} />
      <div className={css.budget}>
        {data.budget > 0 && (
          <div className={within ? css.within : css.over}>
            <Icon of={within ? IconCircleCheck : IconAlertTriangle} size={14} />
            {t(within ? 'rules.rehearsal.within' : 'rules.rehearsal.over', { number: int(data.budget) })}
          </div>
        )}
        <div>
          {filters
            ? t('rules.rehearsal.busiestBoth', { before: int(before), after: int(after) })
            : t('rules.rehearsal.busiest', { number: int(after) })}
        </div>
      </div>
    </div>
  );
}

function Figure({ value, words }: { value: number; words: string }) {
  return (
    <div className={css.figure}>
      <b>{int(value)}</b>
      <span>{words}</span>
    </div>
  );
}

function Drawn({ data }: { data: Rehearsed }) {
  const { t } = useTranslation();
  const drawing = useMemo(() => rehearsalDrawing(data, t), [data, t]);
  const filtered = data.weeks.some((week) => week.filtered > 0);
  return (
    <>
      <ul className={css.legend}>
        <li>
          <svg viewBox="0 0 16 10" aria-hidden="true">
            <rect x="1" y="1" width="14" height="8" className={css.would} />
          </svg>
          {t('rules.rehearsal.would')}
        </li>
        {filtered && (
          <li>
            <svg viewBox="0 0 16 10" aria-hidden="true">
              <rect x="1.5" y="1.5" width="13" height="7" className={css.pale} />
              <path d="M2 6l4-4M4 8l6-6M8 8l6-6M12 8l2-2" className={css.stripes} />
            </svg>
            {t('rules.rehearsal.leftOut')}
          </li>
        )}
      </ul>
      <DrawingView drawing={drawing} height={160} label={t('rules.rehearsal.label')} />
    </>
  );
}
