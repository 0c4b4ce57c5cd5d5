import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { AppError } from '../../../api/client';
import { ruleActions } from '../../../api/rules';
import { toast, toastError } from '../../../components/toast';
import { wayText } from '../../../components/ways';
import { destinations, destinationsOf } from '../model/document';
import type { BarProps } from './EditorBar';

/** TestMenu sends what a rule would say by one destination, and tells which channel delivered it. */
export function TestMenu({ rule, inspected }: BarProps) {
  const { t, i18n } = useTranslation();
  const [busy, setBusy] = useState(false);
  const chosen = destinationsOf(rule);
  const ways = [...chosen, ...destinations.filter((name) => !chosen.includes(name))];
  const test = async (destination: string) => {
    setBusy(true);
    try {
      const { channel, error } = await ruleActions.test(rule, destination, i18n.language);
      const way = wayText(channel || destination, t);
      if (error !== '') toastError(new AppError({ code: 'invalid', message: t('rules.test.failed', { way, error }) }));
      else toast({ message: t('rules.test.shown', { way }) });
    } catch (cause) {
      toastError(cause);
    } finally {
      setBusy(false);
    }
  };
  if (!inspected || inspected.problem) return null;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button loading={busy}>{t('rules.test.send')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('rules.test.by')}</Menu.Label>
        {ways.map((name) => (
          <Menu.Item key={name} onClick={() => void test(name)}>
            {wayText(name, t)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
