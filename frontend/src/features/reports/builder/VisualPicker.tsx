import { Button, Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Show } from '../../../api/reportTypes';
import { Icon } from '../../../components/Icon';
import { cx } from '../../../lib/cx';
import { needOf, showGroups } from '../draft/fits';
import { kindsIn } from '../fields/fields';
import { showIcons } from '../showIcons';
import css from './Builder.module.css';
import type { Building } from './context';

/** VisualPicker chooses the kind of visual. Those that do not fit say what they need. */
export function VisualPicker({ report, words, dispatch }: Building) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { show } = report.visual;
  const kindOf = kindsIn(words.catalog, report.query);
  const choose = (next: Show) => {
    setOpen(false);
    dispatch({ type: 'setShow', show: next });
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start">
      <Popover.Target>
        <Button
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-label={t('reports.showAs', { show: t(`reports.show.${show}`) })}
          leftSection={<Icon of={showIcons[show]} />}
          rightSection={<Icon of={IconChevronDown} size={14} />}
          onClick={() => setOpen(!open)}
        >
          {t(`reports.show.${show}`)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={css.picker} aria-label={t('reports.showTitle')}>
        {showGroups.map(({ name, shows }) => (
          <section key={name} aria-label={t(`reports.showGroup.${name}`)}>
            <h3 className={css.pickerHead}>{t(`reports.showGroup.${name}`)}</h3>
            <ul className={css.shows}>
              {shows.map((one) => {
                const need = needOf(one, report.query, kindOf);
                return (
                  <li key={one}>
                    <button
                      type="button"
                      className={cx(css.showButton, one === show && css.shown, need && css.unfit)}
                      aria-pressed={one === show}
                      aria-disabled={need !== null}
                      data-autofocus={one === show ? true : undefined}
                      onClick={() => need === null && choose(one)}
                    >
                      <Icon of={showIcons[one]} />
                      <span className={css.showName}>
                        {t(`reports.show.${one}`)}
                        {need && <span className={css.need}>{t(`reports.need.${need}`)}</span>}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
