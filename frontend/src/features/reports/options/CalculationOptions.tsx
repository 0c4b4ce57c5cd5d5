import { Checkbox, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Calculation } from '../../../api/metricTypes';
import { type Building, optionsOf } from '../builder/context';
import { columnsOf, compact, dimensionOf, list } from '../draft/parts';
import { freeName } from '../names';
import css from './Options.module.css';
import { Add, ItemButtons, Section } from './Section';

const kinds = [
  'running_sum',
  'running_average',
  'running_min',
  'running_max',
  'difference',
  'percent_difference',
  'rank',
  'share',
] as const;

/** CalculationOptions make columns of a metric's column: running sums, differences, ranks and shares. */
export function CalculationOptions(building: Building) {
  const { report, label, dispatch } = building;
  const { t } = useTranslation();
  const { query } = report;
  const metrics = query.metrics ?? [];
  const keys = (query.by ?? []).map(dimensionOf);
  const taken = (name: string) => columnsOf(query).includes(name);
  // A calculation has a title from the start; as long as it is ours, it follows what is calculated.
  const titleOf = ({ kind, metric }: Calculation) =>
    t('reports.calculationOf', { kind: t(`reports.calculation.${kind}`), name: label(metric) });
  const add = () => {
    const metric = metrics[0] ?? '';
    const calculation: Calculation = { name: freeName('calculation', taken), metric, kind: 'share' };
    dispatch({ type: 'setCalculation', calculation, title: titleOf(calculation) });
  };
  const change = (was: Calculation, part: Partial<Calculation>) => {
    const calculation = compact({ ...was, ...part });
    const ours = styleOf(building, was.name)?.title === titleOf(was);
    dispatch({ type: 'setCalculation', was: was.name, calculation, ...(ours && { title: titleOf(calculation) }) });
  };
  const retitle = (one: Calculation, title: string) =>
    dispatch({
      type: 'setColumn',
      style: { ...styleOf(building, one.name), column: one.name, title: title || undefined },
    });
  return (
    <Section title={t('reports.options.calculations')} hint={t('reports.options.calculationsHint')}>
      {(query.calculations ?? []).map((one) => (
        <div key={one.name} className={css.card}>
          <div className={css.cardHead}>
            <TextInput
              className="grow"
              aria-label={t('reports.options.calculationTitle')}
              placeholder={label(one.name)}
              value={styleOf(building, one.name)?.title ?? ''}
              onChange={(event) => retitle(one, event.currentTarget.value)}
            />
            <ItemButtons
              name={label(one.name)}
              onRemove={() => dispatch({ type: 'removeCalculation', name: one.name })}
            />
          </div>
          <div className={css.line}>
            <Select
              aria-label={t('reports.options.calculationKind')}
              className="grow"
              value={one.kind}
              allowDeselect={false}
              onChange={(kind) => kind && change(one, { kind: kind as Calculation['kind'] })}
              data={kinds.map((kind) => ({ value: kind as string, label: t(`reports.calculation.${kind}`) }))}
            />
            <Select
              aria-label={t('reports.options.calculationOf')}
              className="grow"
              value={one.metric}
              allowDeselect={false}
              onChange={(metric) => metric && change(one, { metric })}
              data={optionsOf(metrics, label)}
            />
          </div>
          {keys.length > 1 && (
            <Checkbox.Group
              label={t('reports.options.calculationPer')}
              value={one.per ?? []}
              onChange={(per) => change(one, { per: list(per) })}
            >
              <div className={css.checks}>
                {keys.map((name) => (
                  <Checkbox key={name} value={name} label={label(name)} />
                ))}
              </div>
            </Checkbox.Group>
          )}
        </div>
      ))}
      {metrics.length > 0 && <Add onClick={add}>{t('reports.options.addCalculation')}</Add>}
    </Section>
  );
}

function styleOf({ report }: Building, name: string) {
  return report.visual.columns?.find((one) => one.column === name);
}
