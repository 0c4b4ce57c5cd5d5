import { useTranslation } from 'react-i18next';

import type { Filter } from '../../../api/metricTypes';
import { FilterBar } from '../../../components/filter/FilterBar';
import { comparisons } from '../../../components/filter/tree';
import { modeOf } from '../draft/parts';
import { datasetsOf } from '../fields/fields';
import css from './Builder.module.css';
import type { Building } from './context';

/** ofMetric says that a filter compares figures, not rows. */
function ofMetric(filter: Filter): boolean {
  return comparisons(filter).some((one) => one.metric !== undefined);
}

/** Filters are the chips above a report: of rows, and behind them of figures. */
export function Filters({ report, words, dispatch }: Building) {
  const { t } = useTranslation();
  const { query, off = [] } = report;
  const datasets = datasetsOf(words.catalog, query);
  const rowsOff = off.filter((one) => !ofMetric(one));
  const figuresOff = off.filter(ofMetric);
  const figures = modeOf(query) === 'figures' && (query.metrics?.length ?? 0) > 0;
  return (
    <div className={css.filters}>
      <FilterBar
        value={query.filter}
        off={rowsOff}
        datasets={datasets.length > 0 ? datasets : ['entitlements']}
        onChange={(filter, next) =>
          dispatch({ type: 'setFilter', filter, having: query.having, off: [...next, ...figuresOff] })
        }
      />
      {figures && (
        <div className={css.ofFigures}>
          {query.filter && query.having && <span className="sm t3">{t('reports.and')}</span>}
          <FilterBar
            having
            value={query.having}
            off={figuresOff}
            datasets={datasets}
            onChange={(having, next) =>
              dispatch({ type: 'setFilter', filter: query.filter, having, off: [...rowsOff, ...next] })
            }
          />
        </div>
      )}
    </div>
  );
}
