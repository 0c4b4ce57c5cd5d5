import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconPencil, IconRestore, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '../../../api/reportTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { Icon } from '../../../components/Icon';
import { day } from '../../../lib/format';
import { hrefTo } from '../../../lib/route';
import { showIcons } from '../showIcons';
import css from './Gallery.module.css';
import type { ReportActions } from './useReportActions';

interface ReportCardProps {
  entry: Entry;
  words: Words;
  actions: ReportActions;
  onRename: () => void;
}

/** ReportCard is a report in the gallery: what it is, and what can be done with it. */
export function ReportCard({ entry, words, actions, onRename }: ReportCardProps) {
  const { t } = useTranslation();
  const show = entry.show ?? 'table';
  return (
    <li className={css.card}>
      <div className={css.cardHead}>
        <span className={css.show} title={t(`reports.show.${show}`)}>
          <Icon of={showIcons[show]} />
        </span>
        <a className={css.title} href={hrefTo('report', entry.name)} title={entry.title}>
          {entry.title}
        </a>
        <ActionIcon
          size={24}
          aria-pressed={entry.favourite}
          aria-label={t('reports.favourite', { title: entry.title })}
          onClick={() => actions.favourite(entry)}
        >
          <Icon of={entry.favourite ? IconStarFilled : IconStar} />
        </ActionIcon>
        <CardMenu entry={entry} actions={actions} onRename={onRename} />
      </div>
      <p className={css.words} title={entry.words}>
        {entry.words}
      </p>
      <div className={css.facts}>
        <span className={css.fact}>{t(`reports.show.${show}`)}</span>
        {entry.datasets.slice(0, 2).map((name) => (
          <span key={name} className={css.fact}>
            {words.datasetLabel(name)}
          </span>
        ))}
        {entry.origin !== 'shipped' && (
          <span className={css.origin}>
            {entry.changed_at === ''
              ? t(`reports.origin.${entry.origin}`)
              : t('reports.changedOn', { origin: t(`reports.origin.${entry.origin}`), day: day(entry.changed_at) })}
          </span>
        )}
      </div>
    </li>
  );
}

function CardMenu({ entry, actions, onRename }: Omit<ReportCardProps, 'words'>) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('reports.more', { title: entry.title })}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon of={IconCopy} />} onClick={() => actions.duplicate(entry)}>
          {t('reports.duplicate')}
        </Menu.Item>
        {entry.origin !== 'shipped' && (
          <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={onRename}>
            {t('reports.rename')}
          </Menu.Item>
        )}
        {entry.origin === 'copy' && (
          <Menu.Item leftSection={<Icon of={IconRestore} />} onClick={() => actions.restore(entry)}>
            {t('reports.restore')}
          </Menu.Item>
        )}
        {entry.origin === 'own' && (
          <Menu.Item leftSection={<Icon of={IconTrash} />} onClick={() => actions.remove(entry)}>
            {t('reports.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
