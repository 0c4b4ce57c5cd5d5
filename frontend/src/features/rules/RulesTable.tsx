import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { rules as actions } from '../../api/actions';
import { keys } from '../../api/queries';
import type { RuleRow } from '../../api/types';
import { Confirm } from '../../components/Confirm';
import { ScrollBox } from '../../components/ScrollBox';
import { Status } from '../../components/Status';
import table from '../../components/Table.module.css';
import { toastError } from '../../components/toast';
import { cx } from '../../lib/cx';
import { int, missing, moment } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import css from './Rules.module.css';
import { sentenceOf, watchOf } from './rule';

/** RulesTable lists rules with what they say, and pauses or removes them. */
export function RulesTable({ rules }: { rules: RuleRow[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [removing, setRemoving] = useState<RuleRow | null>(null);
  const { mutate } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: toastError,
    onSettled: () => client.invalidateQueries({ queryKey: keys.rules }),
  });
  return (
    <ScrollBox label={t('nav.rules')}>
      <table className={cx(table.table, table.two)}>
        <caption className="sr">{t('nav.rules')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rules.rule')}</th>
            <th scope="col">{t('rules.for')}</th>
            <th scope="col">{t('rules.state')}</th>
            <th scope="col" className="num">
              {t('rules.firing')}
            </th>
            <th scope="col" className="num low">
              {t('rules.evaluated')}
            </th>
            <th scope="col">
              <span className="sr">{t('history.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <td className={css.name}>
                <div className="cut" title={rule.name}>
                  {rule.name}
                </div>
                <div className="xs t2 cut" title={sentenceOf(rule, t)}>
                  {sentenceOf(rule, t)}
                </div>
              </td>
              <td>{watchOf(rule.watch, t)}</td>
              <td>
                <Status is={rule.state} />
              </td>
              <td className="num">
                {rule.firing > 0 ? <a href={hrefTo('inbox')}>{int(rule.firing)}</a> : int(rule.firing)}
              </td>
              <td className="num low t2">{rule.evaluated === '' ? missing : moment(rule.evaluated)}</td>
              <td className="num">
                <span className={css.actions}>
                  {rule.state === 'draft' ? (
                    <Button
                      size="compact-xs"
                      aria-label={t('rules.activateLabel', { name: rule.name })}
                      onClick={() => mutate(() => actions.pause(rule.id, false))}
                    >
                      {t('rules.activate')}
                    </Button>
                  ) : (
                    <Button
                      size="compact-xs"
                      aria-label={t(rule.state === 'paused' ? 'rules.resumeLabel' : 'rules.pauseLabel', {
                        name: rule.name,
                      })}
                      onClick={() => mutate(() => actions.pause(rule.id, rule.state !== 'paused'))}
                    >
                      {t(rule.state === 'paused' ? 'rules.resume' : 'rules.pause')}
                    </Button>
                  )}
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={t('rules.removeLabel', { name: rule.name })}
                    onClick={() => setRemoving(rule)}
                  >
                    {t('rules.remove')}
                  </Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Confirm
        opened={removing !== null}
        question={t('rules.removeQuestion', { name: removing?.name ?? '' })}
        yes={t('rules.removeYes')}
        no={t('rules.removeNo')}
        onNo={() => setRemoving(null)}
        onYes={() => {
          if (removing) mutate(() => actions.remove(removing.id));
          setRemoving(null);
        }}
      >
        {t('rules.removeText')}
      </Confirm>
    </ScrollBox>
  );
}
