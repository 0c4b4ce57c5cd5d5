import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { sentenceOf } from '../../../api/client';
import { inspectionQuery, rulesQuery } from '../../../api/rules';
import { type RuleDocument, ruleItself } from '../../../api/ruleTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Page } from '../../../components/Page';
import { cx } from '../../../lib/cx';
import type { T } from '../../../lib/i18n';
import { hrefTo, setParam, useRoute } from '../../../lib/route';
import { Holding } from '../holding/Holding';
import { WhyDialog } from '../holding/WhyDialog';
import { MessagePart } from '../message/MessagePart';
import { begin, reduce } from '../model/draft';
import { ownWords } from '../model/ownWords';
import { Rehearsal } from '../rehearsal/Rehearsal';
import { ConditionStep } from './ConditionStep';
import type { Editing } from './context';
import { DestinationStep } from './DestinationStep';
import css from './Editor.module.css';
import { EditorBar } from './EditorBar';
import { Naming } from './Naming';
import { TriggerStep } from './TriggerStep';
import { useAutosave } from './useAutosave';
import { WatchStep } from './WatchStep';

interface EditorProps {
  /** id is 0 for a rule that is not in the store yet. */
  id: number;
  /** stored is the rule as it is in the store, start as it was last edited. */
  stored: RuleDocument;
  start: RuleDocument;
  words: Words;
  onMade: (id: number) => void;
}

/** Editor changes a rule: four steps at the left, at the right what it would have done, does, and says. */
export function Editor({ id: first, stored, start, words: known, onMade }: EditorProps) {
  const { t, i18n } = useTranslation();
  const { params } = useRoute();
  const [draft, dispatch] = useReducer(reduce, start, begin);
  const [id, setId] = useState(first);
  const [asked, setAsked] = useState({ title: '', reason: '' });
  const { data: rules } = useQuery(rulesQuery(i18n.language));
  const listed = rules?.find((one) => one.id === id);
  const state = listed?.state ?? 'draft';
  const { rule } = draft;
  const words = useMemo(() => ownWords(known, rule.query), [known, rule.query]);
  const saving = useAutosave({ id, state, rule: stored }, rule, (made) => {
    setId(made);
    onMade(made);
  });
  const [settled] = useDebouncedValue(rule, 500);
  const [rested] = useDebouncedValue(rule, 1200);
  const {
    data: inspected,
    error,
    refetch,
  } = useQuery({
    ...inspectionQuery(id, settled, i18n.language),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const editing: Editing = {
    rule,
    words,
    inspected,
    change: (part, next, merging) =>
      dispatch({ type: 'set', part, rule: next, from: rule, ...(merging !== undefined && { merging }) }),
  };
  const why = params.get('why');
  const problem = inspected?.problem;
  return (
    <Page
      title={rule.name}
      beside={<Naming {...editing} />}
      parent={{ label: t('nav.rules'), href: hrefTo('rules') }}
      scroll={false}
      bar={
        <EditorBar
          {...editing}
          id={id}
          state={state}
          version={listed?.version ?? 1}
          draft={draft}
          dispatch={dispatch}
          saving={saving}
        />
      }
    >
      <div className={css.body}>
        <div className={css.steps}>
          <p className={cx(css.sentence, problem && css.failed)} role="status">
            {problem ? sentenceOf(problem) : (inspected?.sentence ?? t('loading'))}
          </p>
          {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
          <WatchStep {...editing} />
          <ConditionStep {...editing} />
          <TriggerStep {...editing} />
          <DestinationStep {...editing} />
        </div>
        <div className={css.right}>
          <Rehearsal {...editing} settled={rested} />
          <Holding
            {...editing}
            onWhy={({ instance, title, reason }) => {
              setAsked({ title, reason });
              setParam('why', instance);
            }}
          />
          <MessagePart {...editing} />
        </div>
      </div>
      {why !== null && (
        <WhyDialog
          id={id}
          instance={why}
          {...(asked.title === '' ? seenAs(why, inspected?.seen, t) : asked)}
          onClose={() => {
            setAsked({ title: '', reason: '' });
            setParam('why', null);
          }}
        />
      )}
    </Page>
  );
}

/** seenAs is what the inspection says of an instance that an address names. */
function seenAs(instance: string, seen: { instance: string; title: string; reason: string }[] | undefined, t: T) {
  if (instance === ruleItself) return { title: t('rules.itself'), reason: '' };
  const found = seen?.find((one) => one.instance === instance);
  return { title: found?.title ?? '', reason: found?.reason ?? '' };
}
