import { exports } from '../../api/reports';
import type { Answer } from '../../api/reportTypes';
import type { T } from '../../lib/i18n';
import type { Words } from '../catalog/useCatalog';
import { pictureOf } from '../chart/Chart';
import { copyPicture as copyMade } from '../export/copying';
import { toast, toastError } from '../toast';

/** copyData puts an answer on the clipboard as a table that a spreadsheet takes: labels first. */
export async function copyData(answer: Answer, words: Words, t: T): Promise<void> {
  try {
    await exports.copyText(dataOf(answer, words));
    toast({ message: t('visual.copied', { count: answer.result.rows.length }) });
  } catch (cause) {
    toastError(cause);
  }
}

/** dataOf is an answer as lines of cells between tabs. */
export function dataOf({ result, query }: Answer, words: Words): string {
  const head = result.columns.map((column) => words.columnLabel(column, undefined, query));
  const rows = result.rows.map((row) =>
    result.columns.map((column, i) =>
      words.cell(column, row[i], undefined, words.currencyOf(result.columns, row, column)),
    ),
  );
  return [head, ...rows].map((cells) => cells.map(plain).join('\t')).join('\n');
}

/** plain keeps a cell in its cell: no tabs, no lines, and no text that a spreadsheet would calculate. */
function plain(text: string): string {
  const flat = text.replace(/[\t\r\n]+/g, ' ');
  return /^[=+@-]/.test(flat) && !/^[+-][\d.,\s]+/.test(flat) ? `'${flat}` : flat;
}

/** copyPicture puts a drawing on the clipboard; where this system cannot, it is saved as a file. */
export async function copyPicture(box: HTMLElement | null, title: string, sub: string): Promise<void> {
  if (box) await copyMade(() => pictureOf(box, { title, sub }), title);
}
