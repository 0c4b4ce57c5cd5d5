import type { Column, Guess } from '../../../api/importTypes';
import type { StatusName } from '../../../components/Status';
import { day, int } from '../../../lib/format';
import type { T } from '../../../lib/i18n';

/** fieldName is what a column becomes, in words; what a profile reads has its own name. */
export function fieldName(becomes: string, t: T): string {
  if (becomes === '') return t('wizard.leftOut');
  if (becomes === 'custom') return t('wizard.kept');
  return t(`field.${becomes}` as 'field.account', { defaultValue: becomes });
}

/** guessName is what a guess is about. */
export function guessName(name: string, t: T): string {
  return t(`guess.${name}` as 'guess.encoding', { defaultValue: name });
}

/** guessValue is the value of a guess, or of one of its choices, in words. */
export function guessValue(guess: Guess, value: string, t: T): string {
  switch (guess.name) {
    case 'delimiter':
      return t(`delimiter.${value === '\t' ? 'tab' : value}` as 'delimiter.tab', { defaultValue: value });
    case 'header':
      return t('wizard.headerLine', { line: int(Number(value)) });
    case 'as_of':
      return t('imports.dataAsOf', { day: day(value) });
    case 'date_order':
      return t(`order.${value}` as 'order.dmy', { defaultValue: value });
    case 'decimal':
      return t(value === ',' ? 'sign.comma' : 'sign.point');
    case 'encoding':
      return value.toUpperCase();
    case 'footer':
      return value === 'keep' || value === 'leave'
        ? t(`footer.${value}`)
        : t('wizard.footer', { count: value.split('\n').length });
    case 'preamble':
      return t('wizard.preamble', { count: value.split('\n').length });
    case 'merged_headers':
      return t('wizard.merged');
    case 'type_line':
    case 'separator_line':
      return t(`guess.${guess.name}`);
    default:
      return value;
  }
}

/** reasonOf says why a column becomes what it becomes. */
export function reasonOf(column: Column, t: T): string {
  if (column.detail !== '') return column.detail;
  return t(`because.${column.reason}` as 'because.said', { defaultValue: column.reason });
}

/** sure is the status that shows a confidence by icon and word. */
export const sure = { certain: 'certain', likely: 'likely', unknown: 'unsure' } as const satisfies Record<
  string,
  StatusName
>;
