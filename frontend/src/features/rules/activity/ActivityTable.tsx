import {
  type Icon as Drawing,
  IconAlertTriangle,
  IconBell,
  IconCheck,
  IconCircleCheck,
  IconCircleDashed,
  IconFlask,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconSend,
  IconTrash,
  IconUser,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Activity, ListedRule } from '../../../api/ruleTypes';
import { useWords } from '../../../components/catalog/useCatalog';
import { Icon } from '../../../components/Icon';
import table from '../../../components/Table.module.css';
import { TableHead } from '../../../components/TableHead';
import { cx } from '../../../lib/cx';
import { int } from '../../../lib/format';
import { hrefTo, hrefWith } from '../../../lib/route';
import css from './Activity.module.css';
import { gathered, type Line, titleOf } from './lines';

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

/** switches are how a rule that became active, a draft or removed is drawn; a paused one has the drawing of its kind. */
const switches: Record<string, Drawing> = {
  active: IconPlayerPlay,
  draft: IconCircleDashed,
  removed: IconTrash,
};

interface ActivityTableProps {
  entries: Activity[];
  /** rules are those there are; undefined as long as they are not known. */
  rules: ListedRule[] | undefined;
}

/** ActivityTable lists lines of the log; a line about an instance leads to why, or to its notification. */
export function ActivityTable({ entries, rules }: ActivityTableProps) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <table className={cx(table.table, css.table)}>
      <caption className="sr">{t('rules.activity.title')}</caption>
      <TableHead
        columns={[
          { label: t('rules.activity.at') },
          { label: t('rules.rule') },
          { label: t('rules.activity.what') },
          { label: t('rules.activity.instance') },
        ]}
      />
      <tbody>
        {gathered(entries, words, t).map((line) => (
          <tr key={line.one.id}>
            <td className="t2">{line.at}</td>
            <td>
              <RuleName one={line.one} rules={rules} />
            </td>
            <What line={line} />
            <td>
              <Instance line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RuleName({ one, rules }: { one: Activity; rules: ListedRule[] | undefined }) {
  const { t } = useTranslation();
  const kept = rules?.find(({ id }) => id === one.rule);
  if (kept) return <a href={hrefTo('rule', one.rule)}>{kept.rule.name || t('rules.unnamed')}</a>;
  const name = one.rule_name || t('rules.unnamed');
  return <span className="t3">{rules ? t('rules.activity.removed', { name }) : name}</span>;
}

function What({ line: { one, text, detail } }: { line: Line }) {
  const bad = one.kind === 'undelivered' || one.detail.outcome === 'failed';
  const drawn = (one.kind === 'switched' && switches[String(one.detail.to)]) || icons[one.kind];
  return (
    <td>
      <span className={css.line}>
        <span className={bad ? 'warn' : 't2'}>
          <Icon of={bad ? IconAlertTriangle : drawn} size={14} />
        </span>
        <span>
          {text}
          {detail !== '' && <span className="sm t2"> · {detail}</span>}
        </span>
      </span>
    </td>
  );
}

function Instance({ line: { one, more } }: { line: Line }) {
  const { t } = useTranslation();
  const name = titleOf(one);
  if (name === '') return null;
  if (more.length > 0)
    return (
      <a href={hrefWith({ rule: String(one.rule) }, 'inbox')} title={[one, ...more].map(titleOf).join('\n')}>
        {t('rules.activity.together', { name, count: more.length, number: int(more.length) })}
      </a>
    );
  if (one.item) return <a href={hrefTo('inbox', one.item)}>{name}</a>;
  if (one.instance) return <a href={hrefWith({ why: one.instance }, 'rule', one.rule)}>{name}</a>;
  return <span>{name}</span>;
}
