import { useTranslation } from 'react-i18next';

import type { Answer, CellValue, ResultColumn, Visual } from '../../api/reportTypes';
import { cx } from '../../lib/cx';
import { dayShort, daysBetween, inDays, int } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import { isUrgent, urgency } from '../../lib/urgency';
import { AccountName } from '../AccountName';
import { useWords, type Words } from '../catalog/useCatalog';
import { ScrollBox } from '../ScrollBox';
import { Status, type StatusName } from '../Status';
import { useToday, useView } from '../useView';
import css from './Agenda.module.css';
import { type AgendaRow, agendaOf } from './agenda';

interface AgendaProps {
  answer: Answer;
  visual: Visual;
  label: string;
}

/** Agenda lists rows by the day they are due: when, who, what, and how urgent it is. */
export function Agenda({ answer, visual, label }: AgendaProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { asOf } = useView();
  const today = useToday();
  if (!words) return null;
  const rows = agendaOf(answer, visual);
  const hidden = answer.result.row_count - rows.length;
  return (
    <ScrollBox className={css.scroll} label={label}>
      <table className={css.table}>
        <caption className="sr">{label}</caption>
        <colgroup>
          <col className={css.whenColumn} />
          <col />
          <col className={css.statusColumn} />
        </colgroup>
        <thead className={css.heads}>
          <tr>
            <th scope="col">
              <span className="sr">{t('visual.agenda.day')}</span>
            </th>
            <th scope="col">
              <span className="sr">{t('visual.agenda.what')}</span>
            </th>
            <th scope="col">
              <span className="sr">{t('visual.agenda.status')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DueRow key={row.key} row={row} from={asOf || today} words={words} />
          ))}
        </tbody>
      </table>
      {hidden > 0 && <p className={css.more}>{t('visual.agenda.more', { count: hidden, number: int(hidden) })}</p>}
    </ScrollBox>
  );
}

/** DueRow is one thing to do by a day. */
function DueRow({ row, from, words }: { row: AgendaRow; from: string; words: Words }) {
  const days = daysBetween(from, row.day);
  const urgent = isUrgent(days);
  const line = row.details.map(({ column, value }) => detail(words, column, value)).join(' · ');
  const name = words.cell(row.name.column, row.name.value);
  return (
    <tr className={cx(days <= 0 && css.top)}>
      <td className={css.when}>
        <div className={cx('bold', urgent && 'crit')}>{dayShort(row.day, from)}</div>
        <div className="sm">{inDays(days)}</div>
      </td>
      <td>
        {row.href ? (
          <a href={hrefTo(...row.href)} className={css.link}>
            <AccountName name={name} bold />
          </a>
        ) : (
          <span className={css.link}>
            <AccountName name={name} bold />
          </span>
        )}
        <div className="sm cut" title={line}>
          {line}
        </div>
      </td>
      <td className={css.status}>
        <Status is={stateOf(row.state, days)} />
      </td>
    </tr>
  );
}

/** detail is a value as it stands in a line of several: flags and bare numbers are said with their name. */
function detail(words: Words, column: ResultColumn, value: CellValue): string {
  const text = words.cell(column, value);
  return column.type === 'number' && column.unit === '' ? `${words.columnLabel(column)} ${text}` : text;
}

/** quiet are states that say more than how soon the day is. */
const quiet: StatusName[] = ['trial', 'grace', 'suspended'];

function stateOf(state: string, days: number): StatusName {
  return quiet.find((name) => name === state) ?? urgency(days);
}
