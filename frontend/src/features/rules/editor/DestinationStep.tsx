import { Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { settingsQuery } from '../../../api/queries';
import type { RuleDocument } from '../../../api/ruleTypes';
import { wayText } from '../../../components/ways';
import { destinations, destinationsOf, webhookOf } from '../model/document';
import { problemIn } from '../model/problem';
import { webhooksOf } from '../model/webhooks';
import type { Editing } from './context';
import css from './Editor.module.css';
import { Slots } from './Slots';
import { Step } from './Step';

const severities = ['critical', 'warning', 'notice'] as const;

/** DestinationStep says which ways lead to the person, beside the inbox, and how much it presses. */
export function DestinationStep({ rule, inspected, change }: Editing) {
  const { t } = useTranslation();
  const { data: settings } = useQuery(settingsQuery());
  const chosen = destinationsOf(rule);
  const hooks = [...new Set([...webhooksOf(settings?.webhooks), ...chosen.map(webhookOf)])].filter(Boolean);
  const known: string[] = [...destinations, ...hooks.map((name) => `webhook:${name}`)];
  const turn = (name: string, on: boolean) => {
    const next = known.filter((one) => (one === name ? on : chosen.includes(one)));
    change('destinations', { ...rule, destinations: next });
  };
  return (
    <Step number={4} title={t('rules.step.destinations')} problem={problemIn(inspected, /^(destinations|severity)/)}>
      <ul className={css.ways}>
        <li>
          <Switch
            checked
            readOnly
            aria-disabled="true"
            label={<Way name={wayText('inbox', t)} help={t('rules.wayHelp.inbox')} />}
            onChange={() => undefined}
          />
        </li>
        {known.map((name) => {
          const kind = (webhookOf(name) === '' ? name : 'webhook') as 'desktop';
          return (
            <li key={name}>
              <Switch
                checked={chosen.includes(name)}
                onChange={(event) => turn(name, event.currentTarget.checked)}
                label={<Way name={wayText(name, t)} help={t(`rules.wayHelp.${kind}`)} />}
              />
            </li>
          );
        })}
      </ul>
      <Slots
        text={t('rules.severity.sentence')}
        fields={{
          severity: (
            <Select
              aria-label={t('rules.severity.label')}
              allowDeselect={false}
              w={150}
              value={rule.severity ?? 'warning'}
              onChange={(severity) =>
                change('destinations', { ...rule, severity: severity as NonNullable<RuleDocument['severity']> })
              }
              data={severities.map((one) => ({ value: one as string, label: t(`rules.severityIs.${one}`) }))}
            />
          ),
        }}
      />
    </Step>
  );
}

function Way({ name, help }: { name: string; help: string }) {
  return (
    <>
      {name} <span className={css.help}>{help}</span>
    </>
  );
}
