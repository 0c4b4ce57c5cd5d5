import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconDots, IconList, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { ruleActions } from '../../../api/rules';
import type { ListedRule } from '../../../api/ruleTypes';
import { Icon } from '../../../components/Icon';
import { Status } from '../../../components/Status';
import { useToday } from '../../../components/useView';
import { cx } from '../../../lib/cx';
import { ahead, int, missing, moment, since } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import { goTo, hrefTo, hrefWith } from '../../../lib/route';
import { nobodyText } from '../model/nobody';
import css from './List.module.css';

interface RuleLineProps {
  one: ListedRule;
  run: (work: () => Promise<unknown>) => void;
  onAsk: (what: 'activate' | 'remove') => void;
}

/** RuleLine is a rule in the list. */
export function RuleLine({ one, run, onAsk }: RuleLineProps) {
  const { t } = useTranslation();
  const today = useToday();
  const name = one.rule.name || t('rules.unnamed');
  return (
    <tr>
      <td className={css.name}>
        <a href={hrefTo('rule', one.id)} title={name}>
          {name}
        </a>
        {one.problem ? (
          <Problem text={one.problem} />
        ) : (
          <div className={cx('t2', css.said)} title={one.sentence}>
            {one.sentence}
          </div>
        )}
        {one.unknown?.map((account) => (
          <Problem key={`${account.field} ${account.name}`} text={nobodyText(account, t)} />
        ))}
      </td>
      <td>
        <Status is={one.state} />
      </td>
      <td className="num">
        {one.firing > 0 ? (
          <a
            href={hrefWith({ rule: String(one.id) }, 'inbox')}
            aria-label={t('rules.firingLabel', { count: one.firing, number: int(one.firing) })}
          >
            {int(one.firing)}
          </a>
        ) : (
          checked(one, one.firing)
        )}
      </td>
      <td className="num low">{checked(one, one.told_this_week)}</td>
      <Checked one={one} />
      <td className="num low t2">{nextText(one, today, t)}</td>
      <td className="num">
        <span className={css.actions}>
          <Switch one={one} name={name} run={run} onActivate={() => onAsk('activate')} />
          <More one={one} name={name} run={run} onRemove={() => onAsk('remove')} />
        </span>
      </td>
    </tr>
  );
}

/** Problem is what is wrong with a rule. */
function Problem({ text }: { text: string }) {
  return (
    <div className={css.problem} title={text}>
      <Icon of={IconAlertTriangle} size={14} />
      <span className={css.said}>{text}</span>
    </div>
  );
}

/** checked prints a count of a rule; of one that was never checked nobody knows any. */
function checked({ evaluated_at }: ListedRule, count: number): string {
  return evaluated_at === '' ? missing : int(count);
}

/** nextText says when an active rule is checked next: by its schedule, else when something is imported. */
function nextText({ state, next_at }: ListedRule, today: string, t: T): string {
  if (state !== 'active') return missing;
  return next_at === '' ? t('rules.nextImport') : ahead(next_at, today);
}

/** Checked says when a rule was last evaluated, and how that went. */
function Checked({ one }: { one: ListedRule }) {
  const { t } = useTranslation();
  const today = useToday();
  const bad = one.outcome === 'failed' || one.outcome === 'no_data';
  return (
    <td className="num t2">
      {one.evaluated_at === '' ? (
        missing
      ) : (
        <span title={moment(one.evaluated_at)}>
          {bad && one.outcome !== '' && (
            <>
              <Status is={one.outcome === 'failed' ? 'failed' : 'no_data'} plain />{' '}
            </>
          )}
          {since(one.evaluated_at, today)}
        </span>
      )}
      {one.outcome === 'ok' && <span className="sr">{t('rules.checkedOk')}</span>}
    </td>
  );
}

interface SwitchProps {
  one: ListedRule;
  name: string;
  run: RuleLineProps['run'];
  onActivate: () => void;
}

function Switch({ one, name, run, onActivate }: SwitchProps) {
  const { t } = useTranslation();
  if (one.state === 'draft')
    return (
      <Button size="compact-xs" aria-label={t('rules.activateLabel', { name })} onClick={onActivate}>
        {t('rules.activate')}
      </Button>
    );
  const paused = one.state === 'paused';
  return (
    <Button
      size="compact-xs"
      aria-label={t(paused ? 'rules.resumeLabel' : 'rules.pauseLabel', { name })}
      onClick={() => run(() => ruleActions.setState(one.id, paused ? 'active' : 'paused'))}
    >
      {t(paused ? 'rules.resume' : 'rules.pause')}
    </Button>
  );
}

interface MoreProps {
  one: ListedRule;
  name: string;
  run: RuleLineProps['run'];
  onRemove: () => void;
}

function More({ one, name, run, onRemove }: MoreProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('rules.more', { name })}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => goTo('rule', one.id)}>
          {t('rules.edit')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon of={IconCopy} />}
          onClick={() => run(() => ruleActions.duplicate(one.id).then((id) => goTo('rule', id)))}
        >
          {t('rules.duplicate')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon of={IconList} />}
          onClick={() => {
            window.location.hash = hrefWith({ rule: String(one.id) }, 'rules', 'activity');
          }}
        >
          {t('rules.activity.title')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon of={IconTrash} />} onClick={onRemove}>
          {t('rules.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
