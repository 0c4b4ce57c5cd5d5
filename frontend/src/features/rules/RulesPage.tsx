import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { rulesQuery } from '../../api/queries';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Icon } from '../../components/Icon';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { cx } from '../../lib/cx';
import { RuleForm } from './RuleForm';
import css from './Rules.module.css';
import { RulesTable } from './RulesTable';

/** RulesPage lists the rules that send notifications and takes new ones. */
export function RulesPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(rulesQuery());
  const [adding, setAdding] = useState(false);
  // The focus goes with the form; the button that opens it takes it back, where it then appears.
  const closed = useRef(false);
  const takeBack = useCallback((button: HTMLButtonElement | null) => {
    if (closed.current && document.activeElement === document.body) button?.focus();
  }, []);
  const close = () => {
    closed.current = true;
    setAdding(false);
  };
  const add = (
    <Button ref={takeBack} variant="filled" leftSection={<Icon of={IconPlus} />} onClick={() => setAdding(true)}>
      {t('rules.add')}
    </Button>
  );
  return (
    <Page title={t('nav.rules')} actions={adding || data?.length === 0 ? undefined : add} scroll={false}>
      <div className={cx(css.list, adding && css.narrow)}>
        <p className={css.say}>{t('rules.say')}</p>
        {error && <ErrorPanel error={error} onRetry={refetch} />}
        {!data && !error && <SkeletonPage />}
        {data?.length === 0 && <Empty action={adding ? undefined : add}>{t('rules.none')}</Empty>}
        {data && data.length > 0 && <RulesTable rules={data} />}
      </div>
      {adding && (
        <aside className={css.drawer} aria-label={t('rules.add')}>
          <RuleForm onClose={close} />
        </aside>
      )}
    </Page>
  );
}
