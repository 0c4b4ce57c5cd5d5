import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definitions, ExpressionReading, Query } from '../../../api/metricTypes';
import { rowsQuery } from '../../../api/reports';
import type { Words } from '../../../components/catalog/useCatalog';
import { useView } from '../../../components/useView';
import { int } from '../../../lib/format';
import definitionsCss from '../definitions/Definitions.module.css';
import { compact } from '../draft/parts';
import css from './Expression.module.css';

const sampleName = 'expression_value';
const rowsShown = 5;
/** step is a prime, so that "Other rows" goes through all of them before it comes again. */
const step = 7919;

interface SampleRowsProps {
  reading: ExpressionReading;
  words: Words;
  title: string;
  define: Definitions | undefined;
  unit: string;
  format: string;
}

/** SampleRows shows what an expression gives for a few rows, and for others at a click. */
export function SampleRows({ reading, words, title, define, unit, format }: SampleRowsProps) {
  const { t } = useTranslation();
  const view = useView();
  const [offset, setOffset] = useState(0);
  const { dataset, columns, canonical } = reading;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another dataset are counted anew.
  useEffect(() => setOffset(0), [dataset]);
  const who = words.dataset(dataset)?.dimensions.includes('account') ? ['account'] : [];
  const shown = columns.slice(0, 3);
  const expression = compact({
    name: sampleName,
    expression: canonical,
    unit: unit || undefined,
    format: format || undefined,
  });
  const query: Query = compact({
    dataset,
    columns: [...new Set([...who, ...shown, sampleName])],
    define: { ...define, columns: [...(define?.columns ?? []), expression] },
    as_of: view.asOf || undefined,
    scope: view.scope === 'own' ? 'own' : undefined,
  });
  const { data } = useQuery({ ...rowsQuery(query, offset, rowsShown), placeholderData: keepPreviousData });
  const result = data ?? reading.sample;
  const total = data?.row_count ?? 0;
  const head = (name: string) => (name === sampleName ? title || t('reports.expression.value') : words.label(name));
  return (
    <section aria-label={t('reports.expression.sample', { count: result.rows.length })}>
      <div className={definitionsCss.subhead}>
        <h3 className="grow">
          {t('reports.expression.sample', { count: result.rows.length, number: int(result.rows.length) })}
        </h3>
        {total > rowsShown && (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => setOffset((offset + step) % (total - rowsShown + 1))}
          >
            {t('reports.expression.others')}
          </Button>
        )}
      </div>
      {result.rows.length === 0 ? (
        <p className="sm t2">{t('reports.expression.noRows')}</p>
      ) : (
        <div className={css.scroll}>
          <table className={css.sample}>
            <thead>
              <tr>
                {result.columns.map((column) => (
                  <th key={column.name} scope="col" className={column.type === 'number' ? css.num : undefined}>
                    {head(column.name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {result.rows.map((row, i) => (
                <tr key={i}>
                  {result.columns.map((column, at) => {
                    const text = words.cell(column, row[at]);
                    return (
                      <td key={column.name} title={text} className={column.type === 'number' ? css.num : undefined}>
                        {text}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
