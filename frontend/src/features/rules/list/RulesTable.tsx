import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ruleActions } from '../../../api/rules';
import type { ListedRule } from '../../../api/ruleTypes';
import { Confirm } from '../../../components/Confirm';
import table from '../../../components/Table.module.css';
import { TableHead } from '../../../components/TableHead';
import { cx } from '../../../lib/cx';
import css from './List.module.css';
import { RuleLine } from './RuleLine';
import { useRuleActions } from './useRuleActions';

/** Asked is what must be confirmed of a rule. */
interface Asked {
  rule: ListedRule;
  what: 'activate' | 'remove';
}

/** RulesTable lists rules with what they say and what became of them. */
export function RulesTable({ rules }: { rules: ListedRule[] }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { run } = useRuleActions();
  const name = asked?.rule.rule.name ?? '';
  const answer = () => {
    if (!asked) return;
    const { id } = asked.rule;
    run(() => (asked.what === 'remove' ? ruleActions.remove(id) : ruleActions.setState(id, 'active')));
    setAsked(null);
  };
  const removing = asked?.what === 'remove';
  return (
    <>
      <table className={cx(table.table, table.two, css.table)}>
        <caption className="sr">{t('nav.rules')}</caption>
        <TableHead
          columns={[
            { label: t('rules.rule') },
            { label: t('rules.state') },
            { label: t('rules.firing'), className: 'num' },
            { label: t('rules.toldWeek'), className: 'num low' },
            { label: t('rules.checked'), className: 'num' },
            { label: t('rules.next'), className: 'num low' },
            { label: t('history.actions'), silent: true },
          ]}
        />
        <tbody>
          {rules.map((one) => (
            <RuleLine key={one.id} one={one} run={run} onAsk={(what) => setAsked({ rule: one, what })} />
          ))}
        </tbody>
      </table>
      <Confirm
        opened={asked !== null}
        question={t(removing ? 'rules.removeQuestion' : 'rules.activateQuestion', { name })}
        yes={t(removing ? 'rules.removeYes' : 'rules.activate')}
        no={t(removing ? 'rules.removeNo' : 'rules.notYet')}
        onNo={() => setAsked(null)}
        onYes={answer}
      >
        {removing ? t('rules.removeText') : asked?.rule.sentence}
      </Confirm>
    </>
  );
}
