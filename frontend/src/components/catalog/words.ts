import type {
  By,
  Catalog,
  CellValue,
  Dataset,
  Dimension,
  Metric,
  Part,
  Query,
  ResultColumn,
} from '../../api/metricTypes';
import type { ColumnStyle } from '../../api/reportTypes';
import { int, isOne, list, minorDigits, missing, money, num, pct, signed, signedPct, styled } from '../../lib/format';
import type { T } from '../../lib/i18n';
import type { Calendar } from '../../lib/span';
import { periodText, timeText } from './periods';
import { termsText } from './terms';

/** smallBase is the denominator below which a rate shows its base, for 2 of 3 is no more than that. */
export const smallBase = 5;

/** Words puts the catalog's names and the cells of answers into the person's words. */
export interface Words {
  catalog: Catalog;
  /** calendar says which day relative dates start from. */
  calendar: Calendar;
  /** language is the code of the language the words are in. */
  language: string;
  metric(name: string): Metric | undefined;
  dimension(name: string): Dimension | undefined;
  dataset(name: string): Dataset | undefined;
  isMetric(name: string): boolean;
  /** label is the short name of a dimension, metric or dataset; of what is none, the name itself. */
  label(name: string): string;
  /** datasetLabel is the short name of a dataset, whose name a metric may have, too. */
  datasetLabel(name: string): string;
  /** byLabel is that of a part of Query.by: "End date, by quarter". */
  byLabel(by: By): string;
  /** columnLabel heads a column of an answer. With the query, the values of a pivot are put into words. */
  columnLabel(column: ResultColumn, style?: ColumnStyle, query?: Query): string;
  /** cell prints a value of a column; missing is "–". Amounts need the currency of their row (currencyOf). */
  cell(column: ResultColumn, value: CellValue | undefined, style?: ColumnStyle, currency?: string): string;
  /** figure is cell with the word of the unit: "12,430 licenses". */
  figure(column: ResultColumn, value: CellValue | undefined, style?: ColumnStyle, currency?: string): string;
  /** value prints a value of a dimension, with a period's first day as the period. */
  value(dimension: string, value: unknown, grain?: string): string;
  /** quantity prints a number with its unit, in the right form: "1 license". */
  quantity(value: number | null, unit: string): string;
  /** base is "2 of 3" where a rate stands on so few that it must be said, else "". */
  base(part: Part | undefined): string;
  /** of is "199 of 222". */
  of(part: Part | undefined): string;
  /** currencyOf is the currency of an amount in a row, "" where the row does not tell. */
  currencyOf(columns: ResultColumn[], row: CellValue[], column: ResultColumn): string;
}

/** columnOf is the column a dimension with a grain would be in an answer. */
function columnOf(dimension: Dimension | undefined, name: string, grain = ''): ResultColumn {
  const kind = dimension?.kind ?? 'text';
  const type = kind === 'date' || kind === 'time' ? kind : kind === 'number' || kind === 'days' ? 'number' : 'text';
  const usual = type === 'date' ? 'day' : type === 'time' ? 'time' : type === 'number' ? 'number' : 'text';
  return { name, type, format: grain || dimension?.format || usual, unit: dimension?.unit ?? '' };
}

/** wordsOf makes the words of a catalog. */
export function wordsOf(catalog: Catalog, t: T, calendar: Calendar, language = 'en'): Words {
  const metrics = new Map(catalog.metrics.map((one) => [one.name, one]));
  const dimensions = new Map(catalog.dimensions.map((one) => [one.name, one]));
  const datasets = new Map(catalog.datasets.map((one) => [one.name, one]));

  const label = (name: string) =>
    metrics.get(name)?.label ||
    dimensions.get(name)?.label ||
    datasets.get(name)?.label ||
    name.replace(/^custom\./, '');

  const grainLabel = (grain: string) => t(`catalog.grain.${grain}` as 'catalog.grain.day', { defaultValue: grain });

  const byLabel = (by: By) =>
    typeof by === 'string' || !by.grain
      ? label(typeof by === 'string' ? by : by.dimension)
      : t('catalog.byGrain', { name: label(by.dimension), grain: grainLabel(by.grain) });

  const text = (column: ResultColumn, value: string) => {
    const dimension = dimensions.get(column.name);
    if (column.role === 'change') {
      return t(`catalog.change.${value}` as 'catalog.change.same', { defaultValue: value });
    }
    if (value === '') return t('catalog.empty');
    if (column.name === 'notice_terms') return termsText(value, t, language);
    return catalog.values?.[column.name]?.[value] ?? catalog.values?.[dimension?.kind ?? '']?.[value] ?? value;
  };

  const figureOf = (column: ResultColumn, value: number, style?: ColumnStyle, currency = '') => {
    const amount = column.unit === 'minor' ? value / 10 ** minorDigits(currency || 'EUR') : value;
    if (column.role === 'delta_rate') return signedPct(value);
    if (style?.format) {
      return styled(amount, { ...style.format, currency: currency || style.format.currency });
    }
    if (column.role === 'delta') return differenceOf(column, amount, currency);
    if (column.unit === 'minor') return currency ? money(amount, currency) : styled(amount, { style: 'currency' });
    switch (column.format) {
      case 'percent':
        return pct(value);
      case 'integer':
        return int(value);
      case 'decimal':
        return num(value);
      default:
        return column.type === 'ratio' ? pct(value) : styled(value, { style: 'decimal' });
    }
  };

  const differenceOf = (column: ResultColumn, amount: number, currency: string) => {
    if (column.format === 'percent') return t('catalog.points', { number: signed(amount * 100) });
    if (column.unit !== 'minor') return signed(amount, column.format === 'integer' ? 0 : 1);
    const sign = amount > 0 ? '+' : '';
    return currency ? sign + money(amount, currency) : signed(amount, 2);
  };

  const cell: Words['cell'] = (column, value, style, currency) => {
    if (value === null || value === undefined) return missing;
    if (typeof value === 'boolean') return catalog.values?.flag?.[value ? 'yes' : 'no'] ?? String(value);
    const period = periodText(column.format, value, t, calendar.fiscalStart);
    if (period !== undefined) return period;
    if (typeof value === 'number') return figureOf(column, value, style, currency);
    return column.type === 'time' ? timeText(value) : text(column, value);
  };

  const quantity = (value: number | null, unit: string, printed = styled(value, { style: 'decimal' })) => {
    const forms = catalog.units?.[unit];
    if (value === null || !forms) return printed;
    return t('catalog.quantity', { number: printed, unit: isOne(value) ? forms.one : forms.other });
  };

  const figure: Words['figure'] = (column, value, style, currency) => {
    const printed = cell(column, value, style, currency);
    const plain = typeof value === 'number' && column.role !== 'delta_rate' && column.unit !== 'minor';
    return plain && !style?.format ? quantity(value, column.unit, printed) : printed;
  };

  const valueText: Words['value'] = (name, value, grain) =>
    cell(columnOf(dimensions.get(name), name, grain), value as CellValue);

  const pivotText = (column: ResultColumn, query?: Query) => {
    if (column.other) return t('catalog.other');
    const values = (column.pivot ?? []).map((value, i) => {
      const name = query?.pivot?.[i] ?? '';
      const by = query?.by?.find((one) => (typeof one === 'string' ? one : one.dimension) === name);
      return valueText(name, value, typeof by === 'object' ? by.grain : undefined);
    });
    return list(values, 'unit');
  };

  const plainLabel = (column: ResultColumn) => {
    switch (column.role) {
      case 'before':
      case 'delta':
      case 'delta_rate':
        return t(`catalog.role.${column.role}`, { name: label(column.metric ?? column.name) });
      case 'change':
        return t('catalog.role.change');
      default:
        return column.pivot ? label(column.metric ?? column.name) : label(column.name);
    }
  };

  const columnLabel: Words['columnLabel'] = (column, style, query) => {
    if (style?.title) return style.title;
    const name = plainLabel(column);
    return column.pivot || column.other ? t('catalog.pivoted', { name, values: pivotText(column, query) }) : name;
  };

  const of = (part: Part | undefined) =>
    part && part.numerator !== null && part.denominator !== null
      ? t('catalog.of', {
          part: styled(part.numerator, { style: 'decimal' }),
          of: styled(part.denominator, { style: 'decimal' }),
        })
      : '';

  return {
    catalog,
    calendar,
    language,
    metric: (name) => metrics.get(name),
    dimension: (name) => dimensions.get(name),
    dataset: (name) => datasets.get(name),
    isMetric: (name) => metrics.has(name),
    label,
    datasetLabel: (name) => datasets.get(name)?.label || name,
    byLabel,
    columnLabel,
    cell,
    figure,
    value: valueText,
    quantity: (value, unit) => quantity(value, unit),
    base: (part) => ((part?.denominator ?? smallBase) < smallBase ? of(part) : ''),
    of,
    currencyOf: (columns, row, column) => {
      if (column.unit !== 'minor') return '';
      const teller = dimensions.get(column.name)?.unit_column ?? 'currency';
      const value = row[columns.findIndex((one) => one.name === teller)];
      return typeof value === 'string' ? value : '';
    },
  };
}
