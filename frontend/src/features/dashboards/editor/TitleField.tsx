import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Dashboard } from '../../../api/reportTypes';
import type { Change } from './Editor';
import css from './Editor.module.css';

/** TitleField names the dashboard and says what it shows. */
export function TitleField({ dashboard, change }: { dashboard: Dashboard; change: Change }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        aria-label={t('dashboards.titleLabel')}
        placeholder={t('dashboards.titleLabel')}
        value={dashboard.title}
        maxLength={200}
        className={css.titleField}
        title={dashboard.title}
        onChange={(event) => change('rename', { ...dashboard, title: event.currentTarget.value }, 'title')}
      />
      <TextInput
        aria-label={t('dashboards.shows')}
        placeholder={t('dashboards.shows')}
        value={dashboard.words ?? ''}
        maxLength={500}
        className="grow"
        title={dashboard.words}
        onChange={(event) => change('rename', { ...dashboard, words: event.currentTarget.value }, 'words')}
      />
    </>
  );
}
