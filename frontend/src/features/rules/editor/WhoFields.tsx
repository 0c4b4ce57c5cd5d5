import { Button, Select } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { segmentsQuery } from '../../../api/rules';
import { Icon } from '../../../components/Icon';
import { leftOut, type Scope, type Who } from '../model/document';
import css from './Editor.module.css';
import { LeaveOut } from './LeaveOut';
import { NamesField } from './NamesField';
import { Slots } from './Slots';

const whos: Who[] = ['all', 'watched', 'accounts', 'segment'];

interface WhoFieldsProps {
  scope: Scope;
  onChange: (scope: Scope) => void;
}

/** WhoFields say whom a rule watches, and what it leaves out. */
export function WhoFields({ scope, onChange }: WhoFieldsProps) {
  const { t } = useTranslation();
  const count = leftOut(scope);
  const [opened, setOpened] = useState(count > 0);
  const { data: segments } = useQuery(segmentsQuery());
  const whom = t('rules.watch.whom');
  return (
    <>
      <Slots
        text={scope.who === 'segment' ? whom.replace('[who]', '[who] [segment]') : whom}
        fields={{
          who: (
            <Select
              aria-label={t('rules.watch.who')}
              allowDeselect={false}
              className={css.who}
              value={scope.who}
              onChange={(who) => onChange({ ...scope, who: (who ?? 'all') as Who, accounts: [], segment: '' })}
              data={whos.map((who) => ({ value: who as string, label: t(`rules.who.${who}`) }))}
            />
          ),
          segment: (
            <Select
              aria-label={t('rules.watch.segment')}
              className={css.segment}
              placeholder={segments?.length === 0 ? t('rules.watch.noSegment') : ''}
              title={segments?.find(({ name }) => name === scope.segment)?.title ?? ''}
              value={scope.segment || null}
              onChange={(segment) => onChange({ ...scope, segment: segment ?? '' })}
              data={(segments ?? []).map((one) => ({ value: one.name, label: one.title }))}
            />
          ),
        }}
      />
      {scope.who === 'accounts' && (
        <NamesField
          label={t('rules.watch.accounts')}
          dimension="account"
          dataset="accounts"
          value={scope.accounts}
          onChange={(accounts) => onChange({ ...scope, accounts })}
        />
      )}
      <div className={css.buttons}>
        <Button
          variant="subtle"
          size="compact-xs"
          aria-expanded={opened}
          leftSection={<Icon of={opened ? IconChevronDown : IconChevronRight} size={14} />}
          onClick={() => setOpened(!opened)}
        >
          {count > 0 ? t('rules.watch.leavesOut', { count }) : t('rules.watch.leaveOut')}
        </Button>
      </div>
      {opened && <LeaveOut scope={scope} onChange={onChange} />}
    </>
  );
}
