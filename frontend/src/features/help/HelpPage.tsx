import { useTranslation } from 'react-i18next';

import { Page } from '../../components/Page';
import { Sheet, Tile } from '../../components/Tile';
import { cx } from '../../lib/cx';
import { useRoute } from '../../lib/route';
import css from './Help.module.css';
import { KeyList } from './KeyList';

const glossary = [
  'licenses_sold',
  'licenses_assigned',
  'deployment_rate',
  'active_users',
  'usage_rate',
  'overage',
  'licenses_ending',
  'entitlement',
  'trial',
  'grace',
  'data_as_of',
  'scope',
] as const;

/** pages are the parts of the window that have a sentence of their own, by the begin of their address. */
const pages = [
  'portfolio',
  'accounts',
  'dashboards',
  'reports',
  'rows',
  'inbox',
  'rules',
  'imports',
  'settings',
] as const;

/** pageOf is the part of the window that an address belongs to: help for "account" is that of "accounts". */
const pageOf: Record<string, (typeof pages)[number]> = {
  account: 'accounts',
  identity: 'accounts',
  entitlement: 'accounts',
  dashboard: 'dashboards',
  report: 'reports',
  definitions: 'reports',
};

/** HelpPage says what the pages are for, what the figures mean, and which keys there are. Its address may name one of them. */
export function HelpPage() {
  const { t } = useTranslation();
  const { parts } = useRoute();
  const asked = parts[1] ?? '';
  const about = pageOf[asked] ?? asked;
  const part = (id: string) => ({ id, tabIndex: -1, className: cx(id === about && css.asked) });
  return (
    <Page title={t('nav.help')} reading>
      <Sheet>
        <Tile title={t('help.pages')} span={7}>
          <dl className={css.glossary}>
            {pages.map((name) => (
              <div key={name} {...part(name)}>
                <dt>{t(`helpPage.${name}.name`)}</dt>
                <dd>{t(`helpPage.${name}.text`)}</dd>
              </div>
            ))}
          </dl>
          <h2 className={css.heading}>{t('help.glossary')}</h2>
          <dl className={css.glossary}>
            {glossary.map((name) => (
              <div key={name} {...part(name)}>
                <dt>{t(`glossary.${name}.name`)}</dt>
                <dd>{t(`glossary.${name}.text`)}</dd>
              </div>
            ))}
          </dl>
        </Tile>
        <Tile title={t('help.shortcuts')} span={5}>
          <div id="keys" tabIndex={-1} className={css.quiet}>
            <KeyList />
          </div>
          <p className={css.text}>{t('help.change')}</p>
          <h2 className={css.heading}>{t('help.privacy')}</h2>
          <p className={css.text}>{t('help.privacyText')}</p>
        </Tile>
      </Sheet>
    </Page>
  );
}
