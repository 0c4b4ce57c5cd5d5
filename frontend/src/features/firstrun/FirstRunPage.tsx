import { Button } from '@mantine/core';
import { IconArchive, IconFileImport, IconSparkles } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { imports } from '../../api/actions';
import { startDemo, useImportRun } from '../../api/importRun';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Icon } from '../../components/Icon';
import { toast, toastError } from '../../components/toast';
import { useChooseFiles } from '../../components/useChooseFiles';
import css from './FirstRun.module.css';

/** FirstRunPage offers the three ways to begin; files may be dropped anywhere. */
export function FirstRunPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const choose = useChooseFiles();
  const run = useImportRun();
  const demo = () => startDemo().then(() => client.invalidateQueries());
  const restore = () =>
    imports
      .restore()
      .then((done) => {
        if (!done) return undefined;
        toast({ message: t('firstrun.restored') });
        return client.invalidateQueries();
      })
      .catch(toastError);
  return (
    <main className={css.page} id="content">
      <div className={css.column}>
        <h1>{t('firstrun.title')}</h1>
        <p className="t2">{t('firstrun.text')}</p>
        <div className={css.choices}>
          <Choice icon={<Icon of={IconSparkles} size={20} />} title={t('firstrun.demo')} text={t('firstrun.demoText')}>
            <Button size="sm" onClick={demo} loading={run.state === 'running'}>
              {t('firstrun.demoButton')}
            </Button>
          </Choice>
          <Choice
            icon={<Icon of={IconFileImport} size={20} />}
            title={t('firstrun.import')}
            text={t('firstrun.importText')}
          >
            <Button size="sm" variant="filled" onClick={choose}>
              {t('imports.choose')}
            </Button>
          </Choice>
          <Choice
            icon={<Icon of={IconArchive} size={20} />}
            title={t('firstrun.restore')}
            text={t('firstrun.restoreText')}
          >
            <Button size="sm" onClick={restore}>
              {t('firstrun.restoreButton')}
            </Button>
          </Choice>
        </div>
        {run.fault && <ErrorPanel error={JSON.stringify(run.fault)} />}
        <p className={css.drop}>{t('firstrun.drop')}</p>
        <p className="sm t3">{t('firstrun.local')}</p>
      </div>
    </main>
  );
}

interface ChoiceProps {
  icon: ReactNode;
  title: string;
  text: string;
  children: ReactNode;
}

function Choice({ icon, title, text, children }: ChoiceProps) {
  return (
    <section className={css.choice} aria-label={title}>
      {icon}
      <h2>{title}</h2>
      <p className="t2">{text}</p>
      {children}
    </section>
  );
}
