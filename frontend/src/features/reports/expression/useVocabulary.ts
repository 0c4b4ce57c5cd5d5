import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definitions, Relation } from '../../../api/metricTypes';
import { functionsQuery } from '../../../api/reports';
import type { Words } from '../../../components/catalog/useCatalog';
import { separators } from '../../../lib/parse';
import type { Vocabulary } from './complete';

/** useDecimalComma says whether the person's decimals have a comma. */
export function useDecimalComma(): boolean {
  return separators().decimal === ',';
}

/** useVocabulary is what expressions over a dataset can name: columns, tokens and functions. */
export function useVocabulary(
  words: Words,
  dataset: Relation,
  kept: Definitions | undefined,
  except: string,
): Vocabulary {
  const { i18n } = useTranslation();
  const { data: functions } = useQuery(functionsQuery(i18n.language));
  const decimalComma = useDecimalComma();
  return useMemo(() => {
    const has = words.dataset(dataset)?.dimensions;
    const columns = words.catalog.dimensions
      .filter((one) => !one.items && one.name !== except && (!has || has.includes(one.name)))
      .map(({ name, label, words: about }) => ({ name, label, words: about }));
    const tokens = (kept?.tokens ?? [])
      .filter((one) => one.kind === 'value' || one.kind === 'metric')
      .map(({ name, words: about = '' }) => ({ name, label: name, words: about }));
    return { columns, tokens, functions: functions ?? [], decimalComma };
  }, [words, dataset, kept, functions, decimalComma, except]);
}
