import type { Explanation } from '../../api/metricTypes';
import { day, int, missing, moment, num } from '../../lib/format';
import type { T } from '../../lib/i18n';
import type { Words } from '../catalog/useCatalog';
import { evidenceColumns, filesOf, linesOf } from './evidence';
import type { PassportOf } from './passport';
import { baseOf, figureText, keyTexts } from './passportWords';

/** passportText is a passport as lines of text, to be sent to somebody who asks where a figure is from. */
export function passportText(explanation: Explanation, of: PassportOf, words: Words, t: T): string {
  const e = explanation;
  const said = (label: string, value: string) => t('passport.said', { label, value });
  const lines: string[] = [
    said(words.label(e.metric), figureText(e, words)),
    [...keyTexts(e, of.query, words), of.title].filter(Boolean).join(', '),
    '',
    e.words,
    e.substituted || e.formula,
    ...(e.denominator ? [said(t('passport.base'), baseOf(e.denominator, words))] : []),
    ...(e.window ? [said(t('passport.window'), e.window)] : []),
    ...e.conditions.map((one) => said(t('passport.conditions'), one)),
    said(t('passport.dataAsOf'), day(e.data_as_of)),
    said(t('passport.lastUpdated'), moment(e.last_updated)),
    '',
    said(t('passport.behind'), t('passport.rows', { count: e.count, number: int(e.count) })),
    ...rowLines(e, words, t),
    t(e.check.holds ? 'passport.holds' : 'passport.fails', { words: e.check.words }),
    ...filesOf(e).map(({ file }) => file),
  ];
  if (e.causes?.length) {
    lines.push('', t('passport.why'));
    for (const cause of e.causes) {
      const text = said(t(`passport.confidence.${cause.confidence}`), cause.words);
      lines.push(cause.points ? `${text} ${t('passport.atMost', { points: num(cause.points * 100) })}` : text);
    }
  }
  if (e.excluded.length > 0) {
    lines.push('', t('passport.leftOut'));
    for (const one of e.excluded) {
      lines.push(said(t('passport.rows', { count: one.rows, number: int(one.rows) }), one.words));
    }
  }
  if (e.notes?.length) lines.push('', t('passport.notes'), ...e.notes);
  return lines.join('\n');
}

function rowLines(explanation: Explanation, words: Words, t: T): string[] {
  const columns = evidenceColumns(explanation);
  const head = [...columns.map((one) => words.columnLabel(one)), t('passport.line')].join('\t');
  const rows = explanation.rows.map((row) => {
    const cells = columns.map((one) => words.cell(one, row[one.name], undefined, String(row.currency ?? '')));
    return [...cells, linesOf(row).join(' ') || missing].join('\t');
  });
  return rows.length > 0 ? [head, ...rows] : [];
}
