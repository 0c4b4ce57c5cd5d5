import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { secretQuery, secrets } from '../../../api/channels';
import { faultText } from '../../../api/client';
import { toastError } from '../../../components/toast';
import { Field, Section } from '../Field';
import css from './Notify.module.css';
import { SecretInput } from './SecretInput';
import { readWebhooks, type SettingsProps, type Webhook, webhookFault } from './settings';

/** WebhookSection lists the addresses that notifications can be sent to, each with the key they are signed with. */
export function WebhookSection({ values, onSet }: SettingsProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const all = readWebhooks(values.webhooks);
  const keep = (next: Webhook[]) => onSet('webhooks', next.length === 0 ? '' : JSON.stringify(next));
  const remove = async ({ name }: Webhook) => {
    await keep(all.filter((one) => one.name !== name));
    const { queryKey } = secretQuery(`webhook:${name}`);
    // Where it is not known yet whether there is one, there may be.
    if (client.getQueryData(queryKey) === false) return;
    await secrets.set(`webhook:${name}`, '').catch(toastError);
    await client.invalidateQueries({ queryKey });
  };
  return (
    <Section title={t('notify.webhook.title')}>
      {all.map((hook) => (
        <Field key={hook.name} label={hook.name} help={t('notify.webhook.keyHelp')} id={`webhook-${hook.name}`}>
          <code className={css.address}>{hook.url}</code>
          <SecretInput
            id={`webhook-${hook.name}`}
            name={`webhook:${hook.name}`}
            label={t('notify.webhook.keyOf', { name: hook.name })}
          />
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={t('notify.webhook.removeLabel', { name: hook.name })}
            onClick={() => {
              // What is refused is told by a toast, and the webhook stays.
              remove(hook).catch(() => {});
            }}
          >
            {t('notify.webhook.remove')}
          </Button>
        </Field>
      ))}
      <NewWebhook known={all} onAdd={(hook) => keep([...all, hook])} />
    </Section>
  );
}

interface NewWebhookProps {
  known: Webhook[];
  onAdd: (hook: Webhook) => Promise<unknown>;
}

function NewWebhook({ known, onAdd }: NewWebhookProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [reason, setReason] = useState('');
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const hook = { name: name.trim(), url: url.trim() };
    const fault = webhookFault(hook, known);
    if (fault) return setReason(t(`notify.webhook.fault.${fault}`));
    try {
      await onAdd(hook);
      setName('');
      setUrl('');
      return setReason('');
    } catch (cause) {
      return setReason(faultText(cause));
    }
  };
  return (
    <Field label={t('notify.webhook.add')} help={t('notify.webhook.addHelp')} id="webhooks">
      <form onSubmit={add} className={css.hook}>
        <TextInput
          id="webhooks"
          label={t('notify.webhook.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('notify.webhook.url')}
          value={url}
          placeholder="https://"
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        {reason !== '' && (
          <p role="alert" className={css.wrong}>
            {reason}
          </p>
        )}
        <Button type="submit">{t('notify.webhook.addButton')}</Button>
      </form>
    </Field>
  );
}
