import { Button, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Token } from '../../../api/metricTypes';
import type { Building } from '../builder/context';
import css from './Options.module.css';
import { Add, Section } from './Section';

interface TokensOptionsProps extends Building {
  onEdit: (name: string) => void;
}

/** TokensOptions give tokens other values in this report, and lead to their editors. */
export function TokensOptions({ report, kept, dispatch, onEdit }: TokensOptionsProps) {
  const { t } = useTranslation();
  const own = report.query.define?.tokens ?? [];
  const tokens = [...own, ...(kept?.tokens ?? []).filter((one) => !own.some((each) => each.name === one.name))];
  const values = report.query.tokens ?? {};
  return (
    <Section title={t('reports.options.tokens')} hint={t('reports.options.tokensHint')}>
      {tokens.length === 0 && <p className="t2">{t('reports.options.noTokens')}</p>}
      {tokens.map((token) => (
        <div key={token.name} className={css.card}>
          <div className={css.cardHead}>
            <code className="mono grow cut">{`{{${token.name}}}`}</code>
            <Button size="compact-xs" variant="subtle" onClick={() => onEdit(token.name)}>
              {t('reports.options.editToken')}
            </Button>
          </div>
          {token.words && <p className="sm t2">{token.words}</p>}
          {token.kind === 'value' && (
            <TokenValue
              token={token}
              value={values[token.name]}
              onChange={(value) => dispatch({ type: 'setToken', name: token.name, value })}
            />
          )}
        </div>
      ))}
      <Add onClick={() => onEdit('')}>{t('reports.options.addToken')}</Add>
    </Section>
  );
}

interface TokenValueProps {
  token: Token;
  value: unknown;
  onChange: (value: unknown) => void;
}

function TokenValue({ token, value, onChange }: TokenValueProps) {
  const { t } = useTranslation();
  const label = t('reports.options.tokenHere');
  const usual = String(token.value ?? '');
  if (token.type === 'number') {
    return (
      <NumberInput
        label={label}
        placeholder={usual}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      />
    );
  }
  return (
    <TextInput
      label={label}
      type={token.type === 'date' ? 'date' : 'text'}
      placeholder={usual}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
