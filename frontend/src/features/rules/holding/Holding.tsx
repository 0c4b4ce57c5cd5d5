import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { RuleDocument, RuleInstance } from '../../../api/ruleTypes';
import { languageOfName } from '../../../components/AccountName';
import { RateBar } from '../../../components/Rate';
import { ScrollBox } from '../../../components/ScrollBox';
import { Status } from '../../../components/Status';
import table from '../../../components/Table.module.css';
import { cx } from '../../../lib/cx';
import { int, missing } from '../../../lib/format';
import type { Editing } from '../editor/context';
import editor from '../editor/Editor.module.css';
import { isAboutEnds, isShare } from '../model/conditions';
import { valueText } from '../model/figures';
import css from '../rehearsal/Rehearsal.module.css';

/** few is how many instances are shown before all are asked for. */
const few = 6;

interface HoldingProps extends Editing {
  /** onWhy asks why an instance fires, or does not. */
  onWhy: (instance: RuleInstance) => void;
}

/** Holding lists where a rule holds today, and where it would soon, or cannot be known. */
export function Holding({ onWhy, ...editing }: HoldingProps) {
  const { inspected, rule, words } = editing;
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (!inspected || inspected.problem) return null;
  const { seen, instances } = inspected;
  const shown = all ? seen : seen.slice(0, few);
  const rate = isShare(rule.condition.metric, words) && seen.some(({ parts }) => parts !== undefined);
  const { fallback } = rule.condition;
  const figure = words.label(figureNamed(rule));
  const label = fallback ? `${figure} / ${words.label(fallback)}` : figure;
  const rows = (
    <table className={table.table}>
      <caption className="sr">{t('rules.holding.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('rules.holding.instance')}</th>
          {rate && (
            <th scope="col" className="num">
              {t('rules.holding.base')}
            </th>
          )}
          <th scope="col" className={cx('num', fallback && css.figureHead)}>
            {label || t('rules.token.value')}
          </th>
          <th scope="col">{t('rules.holding.state')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <Row key={one.instance} one={one} rate={rate} editing={editing} onWhy={onWhy} />
        ))}
      </tbody>
    </table>
  );
  return (
    <section className={cx(editor.part, css.holding)} aria-label={t('rules.holding.title')}>
      <div className={css.head}>
        <h2>{t('rules.holding.title')}</h2>
        {seen.length > few && (
          <button type="button" className={css.more} aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('rules.holding.fewer') : t('rules.holding.all', { count: instances, number: int(instances) })}
          </button>
        )}
      </div>
      {seen.length === 0 && <p className={editor.hint}>{t('rules.holding.none')}</p>}
      {seen.length > 0 &&
        (all ? (
          <ScrollBox
            label={t('rules.holding.title')}
            className={css.table}
            height={Math.min(360, 40 + seen.length * 33)}
          >
            {rows}
          </ScrollBox>
        ) : (
          <div className={css.table}>{rows}</div>
        ))}
      {all && seen.length < instances && (
        <p className={editor.hint}>{t('rules.holding.first', { shown: int(seen.length), number: int(instances) })}</p>
      )}
    </section>
  );
}

/** figureNamed is what the values of instances are. */
function figureNamed({ condition }: RuleDocument): string {
  if (condition.kind === 'act_by') return 'days_to_act';
  return isAboutEnds(condition.kind) ? 'days_to_end' : (condition.metric ?? '');
}

interface RowProps {
  one: RuleInstance;
  rate: boolean;
  editing: Editing;
  onWhy: (instance: RuleInstance) => void;
}

function Row({ one, rate, editing, onWhy }: RowProps) {
  const { t } = useTranslation();
  const { rule, words } = editing;
  const [numerator = null, denominator = null] = one.parts ?? [];
  const base = words.of({ row: 0, metric: '', numerator, denominator });
  return (
    <tr>
      <td className={css.title}>
        <button type="button" className={css.why} title={one.title} onClick={() => onWhy(one)}>
          <span lang={languageOfName(one.title)}>{one.title}</span>
        </button>
      </td>
      {rate && <td className="num">{base || missing}</td>}
      <td className="num">
        <span className={css.value}>
          {rate && <RateBar value={one.value} />}
          <span className={cx(rate && css.rate)}>{valueText(rule, one.value, words)}</span>
        </span>
      </td>
      <td>
        <Status is={one.state} plain>
          {one.state === 'pending' && rule.condition.for
            ? t('rules.holding.pending', { held: int(one.held ?? 0), number: int(rule.condition.for) })
            : undefined}
        </Status>
      </td>
    </tr>
  );
}
