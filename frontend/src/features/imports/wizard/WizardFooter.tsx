import { Button, Switch } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../../components/Icon';
import { goTo } from '../../../lib/route';
import css from './Wizard.module.css';

/** Keeping is what is remembered of a file for the next one of its shape. */
export interface Keeping {
  remember: boolean;
  /** trust lets such files in without asking. */
  trust: boolean;
}

interface WizardFooterProps {
  keeping: Keeping;
  onKeeping: (keeping: Keeping) => void;
  /** next is the one step forward; it waits while it is not ready. */
  next: string;
  ready: boolean;
  onNext: () => void;
}

/** WizardFooter says that nothing is stored yet, and holds the one step forward. */
export function WizardFooter({ keeping, onKeeping, next, ready, onNext }: WizardFooterProps) {
  const { t } = useTranslation();
  const { remember, trust } = keeping;
  return (
    <footer className={css.footer}>
      <span className={css.promise}>
        <Icon of={IconInfoCircle} />
        <span>{t('wizard.nothingStored')}</span>
      </span>
      <Switch
        label={t('wizard.remember')}
        checked={remember}
        onChange={(event) => onKeeping({ remember: event.currentTarget.checked, trust: false })}
      />
      <Switch
        label={t('wizard.trust')}
        checked={trust}
        disabled={!remember}
        onChange={(event) => onKeeping({ remember, trust: event.currentTarget.checked })}
      />
      <span className={css.buttons}>
        <Button size="sm" onClick={() => goTo('imports')}>
          {t('wizard.cancel')}
        </Button>
        <Button size="sm" variant="filled" disabled={!ready} onClick={onNext}>
          {next}
        </Button>
      </span>
    </footer>
  );
}
