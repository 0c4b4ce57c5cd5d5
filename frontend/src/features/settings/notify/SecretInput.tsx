import { Button, PasswordInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { secretQuery, secrets } from '../../../api/channels';
import { faultText } from '../../../api/client';
import css from './Notify.module.css';

interface SecretInputProps {
  id: string;
  name: string;
  label: string;
}

/** SecretInput gives a secret to the keyring of the system; it is never read back, only replaced or removed. */
export function SecretInput({ id, name, label }: SecretInputProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: kept = false } = useQuery(secretQuery(name));
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const keep = async (value: string) => {
    try {
      await secrets.set(name, value);
      setTyped('');
      setReason('');
    } catch (cause) {
      setReason(faultText(cause));
    }
    await client.invalidateQueries({ queryKey: secretQuery(name).queryKey });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (typed !== '') keep(typed);
  };
  return (
    <form onSubmit={send} className={css.secret}>
      <span className={css.state}>
        <PasswordInput
          id={id}
          size="xs"
          className="grow"
          value={typed}
          autoComplete="off"
          placeholder={kept ? t('notify.secret.kept') : ''}
          onChange={(event) => setTyped(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('notify.secret.show'), tabIndex: 0 }}
        />
        <Button type="submit" aria-label={t('notify.secret.keepLabel', { name: label })}>
          {t('notify.secret.keep')}
        </Button>
      </span>
      {reason !== '' && (
        <p role="alert" className={css.wrong}>
          {reason}
        </p>
      )}
      {kept && (
        <Button variant="subtle" size="compact-xs" onClick={() => keep('')}>
          {t('notify.secret.remove')}
        </Button>
      )}
    </form>
  );
}
