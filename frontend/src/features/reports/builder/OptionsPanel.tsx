import { CloseButton, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ColumnsOptions } from '../options/ColumnsOptions';
import { DataOptions } from '../options/DataOptions';
import { RulesOptions } from '../options/RulesOptions';
import { TokensOptions } from '../options/TokensOptions';
import { VisualOptions } from '../options/VisualOptions';
import css from './Builder.module.css';
import type { Building } from './context';

/** OptionsTab is one sheet of the options. */
export type OptionsTab = 'visual' | 'data' | 'columns' | 'rules' | 'tokens';

const tabs: OptionsTab[] = ['visual', 'data', 'columns', 'rules', 'tokens'];

interface OptionsPanelProps extends Building {
  tab: OptionsTab;
  onTab: (tab: OptionsTab) => void;
  onToken: (name: string) => void;
  onClose: () => void;
}

/** OptionsPanel holds everything a report can say beside its fields and filters. */
export function OptionsPanel({ tab, onTab, onToken, onClose, ...building }: OptionsPanelProps) {
  const { t } = useTranslation();
  return (
    <Tabs
      value={tab}
      onChange={(next) => onTab((next ?? 'visual') as OptionsTab)}
      className={css.options}
      keepMounted={false}
      classNames={{ tab: css.tab, list: css.tabs }}
    >
      <div className={css.optionsHead}>
        <Tabs.List aria-label={t('reports.options.title')}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`reports.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <CloseButton aria-label={t('reports.close')} onClick={onClose} />
      </div>
      <div className={css.optionsBody}>
        <Tabs.Panel value="visual">
          <VisualOptions {...building} />
        </Tabs.Panel>
        <Tabs.Panel value="data">
          <DataOptions {...building} />
        </Tabs.Panel>
        <Tabs.Panel value="columns">
          <ColumnsOptions {...building} />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RulesOptions {...building} />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <TokensOptions {...building} onEdit={onToken} />
        </Tabs.Panel>
      </div>
    </Tabs>
  );
}
