import {
  type Icon as Drawing,
  IconAlertTriangle,
  IconBell,
  IconCheck,
  IconCircleCheck,
  IconFlask,
  IconPencil,
  IconPlayerPause,
  IconSend,
  IconUser,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Activity, ListedRule } from '../../../api/ruleTypes';
import { useWords } from '../../../components/catalog/useCatalog';
import { Icon } from '../../../components/Icon';
import table from '../../../components/Table.module.css';
import { cx } from '../../../lib/cx';
import { moment } from '../../../lib/format';
import { hrefTo, hrefWith } from '../../../lib/route';
import css from './Activity.module.css';
import { activityText, detailText } from './told';

const icons: Record<Activity['kind'], Drawing> = {
  edited: IconPencil,
  switched: IconPlayerPause,
  evaluated: IconCheck,
  fired: IconBell,
  resolved: IconCircleCheck,
  delivered: IconSend,
  undelivered: IconAlertTriangle,
  answered: IconUser,
  tested: IconFlask,
};

interface ActivityTableProps {
  entries: Activity[];
  rules: ListedRule[];
}

/** ActivityTable lists lines of the log; a line about an instance leads to why, or to its notification. */
export function ActivityTable({ entries, rules }: ActivityTableProps) {
  const { t } = useTranslation();
  const nameOf = (id: number) => rules.find((one) => one.id === id)?.rule.name ?? t('rules.activity.removed');
  return (
    <table className={cx(table.table, css.table)}>
      <caption className="sr">{t('rules.activity.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('rules.activity.at')}</th>
          <th scope="col">{t('rules.rule')}</th>
          <th scope="col">{t('rules.activity.what')}</th>
          <th scope="col">{t('rules.activity.instance')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((one) => (
          <tr key={one.id}>
            <td className="t2">{moment(one.at)}</td>
            <td className={css.rule}>
              {rules.some(({ id }) => id === one.rule) ? (
                <a className="cut" href={hrefTo('rule', one.rule)} title={nameOf(one.rule)}>
                  {nameOf(one.rule)}
                </a>
              ) : (
                <span className="t3">{nameOf(one.rule)}</span>
              )}
            </td>
            <What one={one} />
            <td className={css.instance}>
              <Instance one={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function What({ one }: { one: Activity }) {
  const { t } = useTranslation();
  const words = useWords();
  // Why something resolved is said by the line itself.
  const detail = detailText(one.kind === 'resolved' ? { ...one.detail, reason: '' } : one.detail, words, t);
  const bad = one.kind === 'undelivered' || one.detail.outcome === 'failed';
  return (
    <td className={css.what}>
      <span className={css.line}>
        <span className={bad ? 'warn' : 't2'}>
          <Icon of={bad ? IconAlertTriangle : icons[one.kind]} size={14} />
        </span>
        <span className="cut" title={detail}>
          {activityText(one, t)}
          {detail !== '' && <span className="sm t2"> {detail}</span>}
        </span>
      </span>
    </td>
  );
}

function Instance({ one }: { one: Activity }) {
  const title = typeof one.detail.title === 'string' ? one.detail.title : (one.instance ?? '');
  if (title === '') return null;
  const href = one.item
    ? hrefTo('inbox', one.item)
    : one.instance
      ? hrefWith({ why: one.instance }, 'rule', one.rule)
      : undefined;
  return (
    <a className="cut" href={href} title={title}>
      {title}
    </a>
  );
}
