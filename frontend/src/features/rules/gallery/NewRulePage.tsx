import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { ruleTemplatesQuery } from '../../../api/rules';
import type { RuleTemplate } from '../../../api/ruleTypes';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { together } from '../../../lib/hyphens';
import { hrefTo, hrefWith } from '../../../lib/route';
import css from './Gallery.module.css';
import { QuickEnds, QuickUsage } from './QuickRule';

const groups = ['renewals', 'usage', 'adoption', 'data'];

/** NewRulePage is where a rule begins: two that need a number alone, the ready-made ones, or nothing. */
export function NewRulePage() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(ruleTemplatesQuery(i18n.language));
  const known = [...new Set([...groups, ...(data ?? []).map((one) => one.group)])];
  return (
    <Page
      title={t('rules.add')}
      parent={{ label: t('nav.rules'), href: hrefTo('rules') }}
      actions={
        <Button component="a" href={hrefWith({ blank: '1' }, 'rule', 'new')}>
          {t('rules.gallery.blank')}
        </Button>
      }
    >
      <section className={css.group} aria-labelledby="quick">
        <h2 id="quick">{t('rules.gallery.quick')}</h2>
        <QuickEnds />
        <QuickUsage />
      </section>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonPage />}
      {known.map((group) => (
        <Group key={group} name={group} templates={(data ?? []).filter((one) => one.group === group)} />
      ))}
    </Page>
  );
}

function Group({ name, templates }: { name: string; templates: RuleTemplate[] }) {
  const { t } = useTranslation();
  if (templates.length === 0) return null;
  return (
    <section className={css.group} aria-labelledby={`group-${name}`}>
      <h2 id={`group-${name}`}>{t(`rules.group.${name}` as 'rules.group.data', { defaultValue: name })}</h2>
      <ul>
        {templates.map((one) => (
          <li key={one.name}>
            <a className={css.line} href={hrefWith({ template: one.name }, 'rule', 'new')}>
              <span>{one.title}</span>
              <span className="t2">{together(one.words)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
