import { ActionIcon, Menu } from '@mantine/core';
import {
  IconBell,
  IconChartBar,
  IconCopy,
  IconDots,
  IconFileExport,
  IconListDetails,
  IconPhoto,
  IconQuestionMark,
  IconReportAnalytics,
  IconTable,
} from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';

import { exports } from '../../api/reports';
import type { Answer, Asking, ExportFormat } from '../../api/reportTypes';
import type { View } from '../../api/types';
import { useWords } from '../catalog/useCatalog';
import { Icon } from '../Icon';
import { openPassport, openRows } from '../passport/passport';
import { toast, toastError } from '../toast';
import { openInBuilder } from './builder';
import { copyData, copyPicture } from './copying';
import { wholeCell } from './figures';
import css from './ReportTile.module.css';
import { canHaveRule, openRuleAbout } from './tileRule';

interface TileMenuProps {
  view: View;
  asking: Asking;
  answer: Answer | undefined;
  title: string;
  sub: string;
  /** box holds what is shown: the picture is made of it. */
  box: RefObject<HTMLElement | null>;
  asTable: boolean;
  onTable: (on: boolean) => void;
  more?: ReactNode;
}

const formats: ExportFormat[] = ['xlsx', 'csv_local', 'csv'];

/** TileMenu is what can be done with a tile. */
export function TileMenu({ view, asking, answer, title, sub, box, asTable, onTable, more }: TileMenuProps) {
  const { t } = useTranslation();
  const words = useWords();
  const cell = answer && wholeCell(answer.query);
  const save = (format: ExportFormat) =>
    exports
      .table(view, asking, format)
      .then((path) => path !== '' && toast({ message: t('visual.saved', { path }) }))
      .catch(toastError);
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon size={24} className={css.menu} aria-label={t('visual.menu', { title })}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {answer && cell && (
          <Menu.Item
            leftSection={<Icon of={IconQuestionMark} />}
            onClick={() => openPassport({ query: answer.query, cell, title, view })}
          >
            {t('visual.explain')}
          </Menu.Item>
        )}
        {answer && (
          <Menu.Item
            leftSection={<Icon of={IconListDetails} />}
            onClick={() => openRows({ query: answer.query, title, ...(cell && { cell }) })}
          >
            {t('visual.rows')}
          </Menu.Item>
        )}
        {answer?.chart && (
          <Menu.Item leftSection={<Icon of={asTable ? IconChartBar : IconTable} />} onClick={() => onTable(!asTable)}>
            {t(asTable ? 'visual.asChart' : 'visual.asTable')}
          </Menu.Item>
        )}
        <Menu.Divider />
        {answer?.chart && !asTable && (
          <Menu.Item leftSection={<Icon of={IconPhoto} />} onClick={() => copyPicture(box.current, title, sub)}>
            {t('visual.copyPicture')}
          </Menu.Item>
        )}
        {answer && words && (
          <Menu.Item leftSection={<Icon of={IconCopy} />} onClick={() => copyData(answer, words, t)}>
            {t('visual.copyData')}
          </Menu.Item>
        )}
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<Icon of={IconFileExport} />}>{t('visual.export')}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {formats.map((format) => (
              <Menu.Item key={format} onClick={() => save(format)}>
                {t(`visual.format.${format}`)}
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon of={IconReportAnalytics} />} onClick={() => openInBuilder(asking.report)}>
          {t('visual.build')}
        </Menu.Item>
        {answer && canHaveRule(answer.query) && (
          <Menu.Item leftSection={<Icon of={IconBell} />} onClick={() => openRuleAbout(answer, asking.report)}>
            {t('visual.notify')}
          </Menu.Item>
        )}
        {more}
      </Menu.Dropdown>
    </Menu>
  );
}
