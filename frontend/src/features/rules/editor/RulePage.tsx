import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { AppError } from '../../../api/client';
import { rulesQuery, ruleTemplatesQuery } from '../../../api/rules';
import type { ListedRule, RuleDocument } from '../../../api/ruleTypes';
import { useWords, type Words } from '../../../components/catalog/useCatalog';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { useHeld } from '../../../components/useHeld';
import { hrefTo, useRoute } from '../../../lib/route';
import { NewRulePage } from '../gallery/NewRulePage';
import { blank, brought } from '../model/begun';
import { completed } from '../model/document';
import { Editor } from './Editor';
import { useKeeping } from './useKeeping';

/** RulePage opens a rule in the editor: a kept one, one made of a template, or what a tile brought. */
export function RulePage() {
  const words = useWords();
  // Number and parameters are read at once, so that a new rule that gets its number is never seen with half of each.
  const { parts, params } = useRoute();
  const id = parts[1] ?? '';
  // A new rule gets its number while it is edited: its editor stays, with its steps and the focus.
  const [made, setMade] = useState<{ id: string; as: string } | null>(null);
  const begins = ['template', 'doc', 'blank'].find((name) => params.has(name));
  if (id === 'new' && begins === undefined) return <NewRulePage />;
  const address = id === 'new' ? `new ${begins} ${params.get(begins ?? '')}` : id;
  const key = made?.id === id ? made.as : address;
  const onMade = (number: number) => {
    setMade({ id: String(number), as: key });
    window.location.replace(hrefTo('rule', number));
  };
  if (!words) return <Waiting />;
  if (id !== 'new' && made?.id !== id) return <KeptRule key={key} id={Number(id)} words={words} onMade={onMade} />;
  return <NewRule key={key} words={words} onMade={onMade} />;
}

interface OpenedProps {
  words: Words;
  onMade: (id: number) => void;
}

function Waiting({ error, onRetry }: { error?: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Page title={t('rules.rule')} parent={{ label: t('nav.rules'), href: hrefTo('rules') }}>
      {error ? <ErrorPanel error={error} {...(onRetry && { onRetry })} /> : <SkeletonPage />}
    </Page>
  );
}

function KeptRule({ id, ...opened }: OpenedProps & { id: number }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(rulesQuery(i18n.language));
  const listed = data?.find((one) => one.id === id);
  // What is edited stays, even where asking again fails.
  if (error && !data) return <Waiting error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (!listed) return <Waiting error={new AppError({ code: 'not_found', message: t('rules.gone') })} />;
  return <Opened listed={listed} {...opened} />;
}

/** Opened holds on to the rule it began with: what is saved from here is in the editor already. */
function Opened({ listed, ...opened }: OpenedProps & { listed: ListedRule }) {
  const keeping = useKeeping();
  const [start] = useState(() => {
    const rule = completed(listed.rule);
    return { stored: rule, rule: keeping.kept(listed.id)?.rule ?? rule };
  });
  return <Editor id={listed.id} stored={start.stored} start={start.rule} {...opened} />;
}

function NewRule({ words, onMade }: OpenedProps) {
  const { i18n } = useTranslation();
  const { params } = useRoute();
  const [template] = useState(() => params.get('template'));
  const [doc] = useState(() => brought(params.get('doc')));
  const { data, error, refetch } = useQuery({ ...ruleTemplatesQuery(i18n.language), enabled: template !== null });
  const templates = useHeld(data);
  if (template === null) return <Begun rule={doc ?? blank()} words={words} onMade={onMade} />;
  if (!templates) return <Waiting error={error} onRetry={() => void refetch()} />;
  const found = templates.find((one) => one.name === template);
  return (
    <Begun rule={found ? { ...completed(found.rule), name: found.title } : blank()} words={words} onMade={onMade} />
  );
}

function Begun({ rule, ...opened }: OpenedProps & { rule: RuleDocument }) {
  const { t } = useTranslation();
  const [start] = useState(() => (rule.name === '' ? { ...rule, name: t('rules.untitled') } : rule));
  return <Editor id={0} stored={start} start={start} {...opened} />;
}
