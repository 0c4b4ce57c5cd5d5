import { Button } from '@mantine/core';
import {
  type Icon as Drawing,
  IconAdjustmentsHorizontal,
  IconBell,
  IconBuilding,
  IconChartBar,
  IconDownload,
  IconHelpCircle,
  IconInfoCircle,
  IconLayoutDashboard,
  IconLayoutGrid,
  IconSettings,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { imports } from '../api/actions';
import type { Status } from '../api/types';
import { Icon } from '../components/Icon';
import { Keys } from '../components/Keys';
import { PassportDrawer } from '../components/passport/PassportDrawer';
import { toastError } from '../components/toast';
import { int } from '../lib/format';
import { hyphenated } from '../lib/hyphens';
import { hrefTo, useRoute } from '../lib/route';
import { type Section, sections } from '../lib/shortcuts';
import css from './Layout.module.css';
import { Logo } from './Logo';

interface LayoutProps {
  status: Status;
  children: ReactNode;
}

/** Layout is the rail and the page beside it. */
export function Layout({ status, children }: LayoutProps) {
  const { t } = useTranslation();
  return (
    <div className={css.frame}>
      <button type="button" className={css.skip} onClick={skip}>
        {t('nav.skip')}
      </button>
      <Rail inboxOpen={status.inboxOpen} />
      <div className={css.page}>
        <Banners status={status} />
        <div className={css.content}>{children}</div>
      </div>
      <PassportDrawer />
    </div>
  );
}

/** skip goes past the rail. */
function skip(): void {
  const content = document.getElementById('content');
  content?.setAttribute('tabindex', '-1');
  content?.focus();
}

const drawings: Record<Section, Drawing> = {
  portfolio: IconLayoutDashboard,
  accounts: IconBuilding,
  dashboards: IconLayoutGrid,
  reports: IconChartBar,
  inbox: IconBell,
  rules: IconAdjustmentsHorizontal,
  imports: IconDownload,
};

/** within are the pages that belong to a section of another name. */
const within: Record<string, string> = {
  account: 'accounts',
  entitlement: 'accounts',
  identity: 'accounts',
  dashboard: 'dashboards',
  report: 'reports',
  definitions: 'reports',
  watch: 'rules',
  rule: 'rules',
};

/** sectionOf is the section of the rail an address belongs to. */
function sectionOf([page = 'portfolio', name]: string[]): string {
  if (page === 'dashboard' && name === 'portfolio') return 'portfolio';
  return within[page] ?? page;
}

function Rail({ inboxOpen }: { inboxOpen: number }) {
  const { t } = useTranslation();
  const { parts } = useRoute();
  const current = sectionOf(parts);
  return (
    <nav className={css.rail} aria-label={t('nav.sections')}>
      <div className={css.brand}>
        <Logo />
        <span className={css.label}>Headroom</span>
      </div>
      {sections.map((name) => (
        <RailLink key={name} name={name} drawing={drawings[name]} current={current === name}>
          {name === 'inbox' && inboxOpen > 0 && (
            <span className={css.badge}>
              <span aria-hidden="true">{int(inboxOpen)}</span>
              <span className="sr">{t('nav.open', { count: inboxOpen, number: int(inboxOpen) })}</span>
            </span>
          )}
        </RailLink>
      ))}
      <span className="grow" />
      <RailLink name="settings" drawing={IconSettings} current={current === 'settings'} />
      <RailLink name="help" drawing={IconHelpCircle} current={current === 'help'}>
        <span className={css.key} aria-hidden="true">
          <Keys of="help" />
        </span>
      </RailLink>
    </nav>
  );
}

interface RailLinkProps {
  name: Section | 'settings' | 'help';
  drawing: Drawing;
  current: boolean;
  children?: ReactNode;
}

function RailLink({ name, drawing, current, children }: RailLinkProps) {
  const { t } = useTranslation();
  return (
    <a href={hrefTo(name)} aria-current={current ? 'page' : undefined} title={t(`nav.${name}`)}>
      <Icon of={drawing} />
      <Label>{t(`nav.${name}`)}</Label>
      {children}
    </a>
  );
}

/** Label is a name of the rail; what reads it aloud is not given the places where it may break. */
function Label({ children: name }: { children: string }) {
  const { i18n } = useTranslation();
  const shown = hyphenated(name, i18n.language);
  if (shown === name) return <span className={css.label}>{name}</span>;
  return (
    <span className={css.label}>
      <span className="sr">{name}</span>
      <span aria-hidden="true">{shown}</span>
    </span>
  );
}

function Banners({ status }: { status: Status }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [read, setRead] = useState(false);
  const remove = () =>
    imports
      .removeDemo()
      .then(() => client.invalidateQueries())
      .catch(toastError);
  return (
    <>
      {status.readOnly !== '' && (
        <div className={css.warning} role="status">
          <Icon of={IconInfoCircle} />
          {status.readOnly}
        </div>
      )}
      {status.clockWasWrong && !read && (
        <div className={css.warning} role="status">
          <Icon of={IconInfoCircle} />
          <span className="grow">{t('clockWasWrong')}</span>
          <Button size="compact-xs" onClick={() => setRead(true)}>
            {t('toast.close')}
          </Button>
        </div>
      )}
      {status.demo && (
        <div className={css.banner} role="status">
          <Icon of={IconInfoCircle} />
          <span className="grow">{t('demo.banner')}</span>
          <Button size="compact-xs" onClick={remove}>
            {t('demo.remove')}
          </Button>
        </div>
      )}
    </>
  );
}
