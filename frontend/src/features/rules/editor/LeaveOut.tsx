import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Scope } from '../model/document';
import css from './Editor.module.css';
import { NamesField } from './NamesField';

interface LeaveOutProps {
  scope: Scope;
  onChange: (scope: Scope) => void;
}

/** LeaveOut chooses what a rule is never about. */
export function LeaveOut({ scope, onChange }: LeaveOutProps) {
  const { t } = useTranslation();
  const { exclude } = scope;
  const set = (part: Partial<Scope['exclude']>) => onChange({ ...scope, exclude: { ...exclude, ...part } });
  return (
    <div className={css.inset}>
      <NamesField
        label={t('rules.exclude.accounts')}
        dimension="account"
        dataset="accounts"
        value={exclude.accounts}
        onChange={(accounts) => set({ accounts })}
      />
      <NamesField
        label={t('rules.exclude.products')}
        dimension="product"
        dataset="entitlements"
        value={exclude.products}
        onChange={(products) => set({ products })}
      />
      <NamesField
        label={t('rules.exclude.skus')}
        dimension="sku"
        dataset="entitlements"
        value={exclude.skus}
        onChange={(skus) => set({ skus })}
      />
      <Checkbox
        label={t('rules.exclude.free')}
        checked={exclude.free}
        onChange={(event) => set({ free: event.currentTarget.checked })}
      />
    </div>
  );
}
