import { useTranslation } from 'react-i18next';

import { Page } from '../../components/Page';
import { Sheet, Tile } from '../../components/Tile';
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

/** HelpPage lists the keys and what the figures mean. */
export function HelpPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('nav.help')} reading>
      <Sheet>
        <Tile title={t('help.glossary')} span={7}>
          <dl className={css.glossary}>
            {glossary.map((name) => (
              <div key={name}>
                <dt>{t(`glossary.${name}.name`)}</dt>
                <dd>{t(`glossary.${name}.text`)}</dd>
              </div>
            ))}
          </dl>
        </Tile>
        <Tile title={t('help.shortcuts')} span={5}>
          <KeyList />
          <h2 className={css.heading}>{t('help.privacy')}</h2>
          <p className={css.text}>{t('help.privacyText')}</p>
        </Tile>
      </Sheet>
    </Page>
  );
}
