import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Answer, Visual } from '../../api/reportTypes';
import { cx } from '../../lib/cx';
import { day, dayMonth, dayShort, daysBetween, inDays, int, list } from '../../lib/format';
import { together } from '../../lib/hyphens';
import type { T } from '../../lib/i18n';
import { hrefTo } from '../../lib/route';
import { isUrgent, urgency } from '../../lib/urgency';
import { languageOfName } from '../AccountName';
import { useWords, type Words } from '../catalog/useCatalog';
import { ScrollBox } from '../ScrollBox';
import { Status, type StatusName } from '../Status';
import { useToday, useView } from '../useView';
import css from './Agenda.module.css';
import { type AgendaRow, agendaOf } from './agenda';
import { useBelow } from './useBelow';

interface AgendaProps {
  answer: Answer;
  visual: Visual;
  label: string;
}

/** Agenda lists rows by the day they are due: when, who, what, and how urgent it is. */
export function Agenda(props: AgendaProps) {
  const words = useWords();
  return words ? <Due {...props} words={words} /> : null;
}

function Due({ answer, visual, label, words }: AgendaProps & { words: Words }) {
  const { t } = useTranslation();
  const { asOf } = useView();
  const today = useToday();
  const box = useRef<HTMLElement>(null);
  const rows = agendaOf(answer, visual);
  const below = useBelow(box, rows.length);
  const hidden = answer.result.row_count - answer.result.rows.length;
  return (
    <div className={css.agenda} style={{ ['--below' as string]: `${below.cover}px` }}>
      <ScrollBox boxRef={box} className={css.scroll} label={t('visual.agenda.list', { title: label })}>
        <table className={css.table}>
          <caption className="sr">{label}</caption>
          <thead className={css.heads}>
            <tr>
              <th scope="col">
                <span className="sr">{t('visual.agenda.day')}</span>
              </th>
              <th scope="col">
                <span className="sr">{t('visual.agenda.what')}</span>
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
      {below.count > 0 && (
        <button
          type="button"
          className={css.below}
          onClick={() => box.current?.scrollBy({ top: box.current.clientHeight - below.cover })}
        >
          {t('visual.agenda.more', { count: below.count + hidden, number: int(below.count + hidden) })}
        </button>
      )}
    </div>
  );
}

/** DueRow is one thing to do by a day. */
function DueRow({ row, from, words }: { row: AgendaRow; from: string; words: Words }) {
  const { t } = useTranslation();
  const days = row.day === '' ? null : daysBetween(from, row.day);
  const line = lineOf(row, words, from, t);
  const name = words.cell(row.name.column, row.name.value);
  return (
    <tr className={cx(days !== null && days <= 0 && css.top)}>
      <td className={css.when}>
        <div className={cx('bold', isUrgent(days) && 'crit')}>{dayShort(row.day, from)}</div>
        {days !== null && <div className="sm">{inDays(days)}</div>}
      </td>
      <td>
        <div className={css.first}>
          {days !== null && (
            <span className={css.state}>
              <Status is={stateOf(row.state, days)} />
            </span>
          )}
          {row.href ? (
            <a href={hrefTo(...row.href)} className={css.name} title={name} lang={languageOfName(name)}>
              {name}
            </a>
          ) : (
            <span className={css.name} title={name} lang={languageOfName(name)}>
              {name}
            </span>
          )}
        </div>
        <div className={cx('sm', css.what)} title={line}>
          {line}
        </div>
      </td>
    </tr>
  );
}

/** lineOf says what is due: of an entitlement what becomes of it, of anything else its values. */
function lineOf({ values, details, day: due }: AgendaRow, words: Words, from: string, t: T): string {
  const { product, quantity, end_date: end, auto_renew: renew, unassigned } = values;
  if (!product || !quantity || typeof end?.value !== 'string') {
    return list(
      details.map(({ column, value }) => words.figure(column, value)),
      'unit',
    );
  }
  const known = typeof unassigned?.value === 'number' && unassigned.value > 0;
  const verb = renew?.value === 'yes' || renew?.value === true || renew?.value === 1 ? 'renews' : 'ends';
  const notice = due === '' ? 0 : daysBetween(due, end.value);
  const more = known ? 'Unassigned' : notice > 0 ? 'Notice' : '';
  return t(`visual.agenda.${verb}${more}`, {
    day: together(dayNear(end.value, from)),
    product: words.cell(product.column, product.value),
    quantity: words.quantity(Number(quantity.value ?? 0), 'licenses'),
    notice: words.quantity(notice, 'days'),
    unassigned: known ? words.cell(unassigned.column, unassigned.value) : '',
  });
}

/** dayNear leaves the year out where the day is near. */
function dayNear(value: string, from: string): string {
  return Math.abs(daysBetween(from, value)) > 330 ? day(value) : dayMonth(value);
}

/** quiet are states that say more than how soon the day is. */
const quiet: StatusName[] = ['trial', 'grace', 'suspended'];

function stateOf(state: string, days: number): StatusName {
  return quiet.find((name) => name === state) ?? urgency(days);
}
