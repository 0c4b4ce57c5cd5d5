import type { Definitions, ExpressionReading, FunctionWords } from '../metricTypes';
import type { Fault } from '../types';

type Named = { name: string };
const lists = { column: 'columns', group: 'groups', metric: 'metrics', token: 'tokens' } as const;

const functions: FunctionWords[] = [
  { name: 'IF', class: 'logic', signature: 'IF(condition, then, else)', words: 'One of two values.', example: '' },
];

/** reading is what the invented program makes of an expression: a number of the columns it names, or a mistake. */
function reading(text: string): ExpressionReading {
  const columns = [...text.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => name);
  const unknown = columns.find((name) => name !== 'quantity');
  const sample = {
    columns: [{ name: 'expression_value', type: 'number' as const, format: 'integer', unit: '' }],
    rows: [[1], [2]],
    row_count: 2,
    data_as_of: '2026-11-20',
    as_of_by_dataset: {},
    last_updated: '',
    parts: [],
  };
  const read = {
    type: 'number',
    unit: '',
    canonical: text,
    local: text,
    columns,
    datasets: ['entitlements'],
    dataset: 'entitlements',
    sample,
  };
  if (unknown === undefined) return read;
  const start = text.indexOf(`[${unknown}]`);
  const problem = { start, end: start + unknown.length + 2, message: `There is no column [${unknown}].`, hint: '' };
  return { ...read, problem };
}

/** definitionStruct keeps what the person adds to the catalog; the token USED is used by a report. */
export function definitionStruct(changed: () => void, refuse: (fault: Fault) => Error) {
  const kept: Record<keyof Definitions, Named[]> = {
    columns: [],
    groups: [],
    metrics: [],
    tokens: [{ name: 'USED', kind: 'value', type: 'number', value: 30 } as Named],
  };
  return {
    All: async () => JSON.stringify(kept),
    Define: async (document: string) => {
      for (const [key, values] of Object.entries(JSON.parse(document) as Record<keyof Definitions, Named[]>)) {
        const names = values.map((one) => one.name);
        const list = key as keyof Definitions;
        kept[list] = [...kept[list].filter((one) => !names.includes(one.name)), ...values];
      }
      changed();
      return true;
    },
    Undefine: async (kind: keyof typeof lists, name: string) => {
      if (name === 'USED') throw refuse({ code: 'invalid', message: 'USED is used by a report.' });
      kept[lists[kind]] = kept[lists[kind]].filter((one) => one.name !== name);
      changed();
      return true;
    },
    Uses: async (_: string, name: string) => JSON.stringify(name === 'USED' ? [{ kind: 'report', name: 'Mine' }] : []),
    Expression: async (text: string) => JSON.stringify(reading(text)),
    Functions: async () => JSON.stringify(functions),
  };
}
