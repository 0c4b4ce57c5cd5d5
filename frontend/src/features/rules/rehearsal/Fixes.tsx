import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Rehearsal, RuleFix } from '../../../api/ruleTypes';
import { Icon } from '../../../components/Icon';
import { int, num } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import type { Editing } from '../editor/context';
import { completed } from '../model/document';
import { figureOf } from '../model/figures';
import css from './Rehearsal.module.css';

interface FixesProps extends Editing {
  data: Rehearsal;
  /** older says that the rule was changed since: a fix would take the change back. */
  older: boolean;
}

/** Fixes offer changes of a rule that would have made it quieter, each with one click. */
export function Fixes({ data, older, rule, words, change }: FixesProps) {
  const { t } = useTranslation();
  if (data.fixes.length === 0) return null;
  const levelOf = (fix: RuleFix) =>
    fix.kind === 'clear_level' ? figureOf(fix.value, rule.condition.metric ?? '', words) : num(fix.value ?? 0);
  return (
    <ul className={css.fixes} aria-label={t('rules.fixes')}>
      {data.fixes.map((fix) => (
        <li key={fix.kind} className={css.fix}>
          <Icon of={IconInfoCircle} />
          <p>
            <b>{foundBy(fix, t)}</b> {outcomeOf(fix, levelOf(fix), t)}
          </p>
          <Button disabled={older} onClick={() => change('fix', { ...completed(fix.rule), name: rule.name })}>
            {t(`rules.fixDo.${fix.kind}`, { value: levelOf(fix) })}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function foundBy({ kind, affected }: RuleFix, t: T): string {
  return t(`rules.fixFound.${kind}`, { count: affected, number: int(affected) });
}

function outcomeOf({ kind, after }: RuleFix, value: string, t: T): string {
  return t(`rules.fixThen.${kind}`, { count: after, number: int(after), value });
}
