import type { Explanation, Query, ResultColumn } from '../../api/metricTypes';
import type { Words } from '../catalog/useCatalog';
import { isSign } from './evidence';

/** columnOf is the column a figure is printed as. */
export function columnOf({ metric, format, unit }: Explanation): ResultColumn {
  return { name: metric, type: format === 'percent' ? 'ratio' : 'number', format, unit };
}

/** figureText is the figure with the word of its unit, as it stands on the page. */
export function figureText(explanation: Explanation, words: Words): string {
  const { currency } = explanation.keys;
  return words.figure(
    columnOf(explanation),
    explanation.value,
    undefined,
    typeof currency === 'string' ? currency : '',
  );
}

/** keyTexts are the values of the row a figure is in, without the signs of what is named in words. */
export function keyTexts(explanation: Explanation, query: Query, words: Words): string[] {
  const { keys } = explanation;
  return Object.entries(keys)
    .filter(([name]) => !isSign(name, keys))
    .map(([name, value]) => {
      const by = query.by?.find((one) => typeof one !== 'string' && one.dimension === name);
      return words.value(name, value, typeof by === 'object' ? by.grain : undefined);
    });
}

/** baseOf is what a rate stands on, in words: the unit of its denominator. */
export function baseOf(denominator: string, words: Words): string {
  return words.catalog.units?.[denominator]?.other ?? denominator;
}
