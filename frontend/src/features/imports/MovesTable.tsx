import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Move, Review } from '../../api/importTypes';
import { Empty } from '../../components/Empty';
import { ScrollBox } from '../../components/ScrollBox';
import table from '../../components/Table.module.css';
import { Tile } from '../../components/Tile';
import { cx } from '../../lib/cx';
import { day, int, missing } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import { isUrgent } from '../../lib/urgency';
import css from './Imports.module.css';
import { byWeight, kindsOf } from './moves';

/** shownAtOnce is how many moves are drawn until more are asked for. */
const shownAtOnce = 100;

interface MovesTableProps {
  review: Review;
  title: string;
  /** linked is false before the import, when its new accounts are not there yet. */
  linked?: boolean;
}

/** MovesTable lists what changes, the most money and the soonest end first, and finds one kind of change. */
export function MovesTable({ review, title, linked = false }: MovesTableProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState('all');
  const [shown, setShown] = useState(shownAtOnce);
  const kinds = kindsOf(review.counts);
  const total = kinds.reduce((sum, [, number]) => sum + number, 0);
  const moves = useMemo(() => [...(review.moves ?? [])].sort(byWeight), [review.moves]);
  const listed = kind === 'all' ? moves : moves.filter((move) => move.kind === kind);
  const name = (value: string) => t(`move.${value}` as 'move.new', { defaultValue: value });
  const wanted = kind === 'all' ? total : (review.counts?.[kind] ?? 0);
  const whole = moves.length > 0 && shown >= listed.length && listed.length >= wanted;
  return (
    <Tile
      title={title}
      sub={t('moved.count', { count: total, number: int(total) })}
      flush={whole}
      actions={
        kinds.length > 1 && (
          <Select
            aria-label={t('moved.kind')}
            w={220}
            value={kind}
            allowDeselect={false}
            data={[
              { value: 'all', label: t('moved.all', { number: int(total) }) },
              ...kinds.map(([value, number]) => ({ value, label: `${name(value)} ${int(number)}` })),
            ]}
            onChange={(value) => value && setKind(value)}
          />
        )
      }
    >
      {moves.length === 0 ? (
        <Empty>{t('moved.none')}</Empty>
      ) : (
        <ScrollBox label={t('chart.table', { title })}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('moved.what')}</th>
                <th scope="col">{t('accounts.account')}</th>
                <th scope="col" className="low">
                  {t('lines.product')}
                </th>
                <th scope="col" className="num">
                  {t('totals.before')}
                </th>
                <th scope="col" className="num">
                  {t('totals.after')}
                </th>
                <th scope="col" className="num">
                  {t('moved.money')}
                </th>
                <th scope="col" className="num">
                  {t('endings.end')}
                </th>
                <th scope="col" className="low">
                  {t('moved.line')}
                </th>
              </tr>
            </thead>
            <tbody>
              {listed.slice(0, shown).map((move) => (
                <Row
                  key={`${move.kind} ${move.key} ${move.field}`}
                  move={move}
                  name={name(move.kind)}
                  linked={linked}
                />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {listed.length > shown && (
        <p className={css.more}>
          <button type="button" className={css.link} onClick={() => setShown(shown + 10 * shownAtOnce)}>
            {t('moved.more', { count: listed.length - shown, number: int(listed.length - shown) })}
          </button>
        </p>
      )}
      {listed.length <= shown && wanted > listed.length && (
        <p className={css.more}>{t('moved.cut', { shown: int(listed.length), number: int(wanted) })}</p>
      )}
    </Tile>
  );
}

function Row({ move, name, linked }: { move: Move; name: string; linked: boolean }) {
  const { t } = useTranslation();
  const account = move.account || t('moved.noAccount');
  const place = move.line > 0 ? t('lines.from', { line: move.line, file: move.file }) : move.file;
  return (
    <tr>
      <td>{name}</td>
      <td className={css.fileCell}>
        <span className={css.cutLink}>
          {linked && move.account_key !== '' ? (
            <a href={hrefTo('account', move.account_key)} className="cut" title={account}>
              {account}
            </a>
          ) : (
            <span className="cut" title={account}>
              {account}
            </span>
          )}
        </span>
      </td>
      <td className={cx('low', css.whatCell)}>
        <span className={css.cutLink}>
          <span className="cut" title={move.product}>
            {move.product || missing}
          </span>
        </span>
      </td>
      <td className="num t2">{shownValue(move.before)}</td>
      <td className="num">{shownValue(move.after)}</td>
      <td className="num">{money(move)}</td>
      <td className={cx('num', isUrgent(move.days) && 'bold')}>{move.end === '' ? missing : day(move.end)}</td>
      <td className="low t2 sm">
        <span className={css.placeCell} title={place}>
          {place || missing}
        </span>
      </td>
    </tr>
  );
}

/** shownValue prints a value of a field: days as days, whole numbers with their groups, nothing as unknown. */
function shownValue(value: string): string {
  if (value === '') return missing;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value);
  return /^\d{1,15}$/.test(value) ? int(Number(value)) : value;
}

function money(move: Move): string {
  if (move.money === null) return missing;
  const sign = move.money > 0 ? '+' : '';
  return `${sign}${int(move.money / 100)} ${move.currency}`;
}
