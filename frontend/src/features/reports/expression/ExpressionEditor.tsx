import { setDiagnostics } from '@codemirror/lint';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { sentenceOf } from '../../../api/client';
import type { ExpressionReading } from '../../../api/metricTypes';
import { useTextEditor } from '../../../components/text/useTextEditor';
import { localSignature, type Vocabulary } from './complete';
import css from './Expression.module.css';
import { extensions, setVocabulary } from './extensions';
import { activeArgument, argumentsOf, callAt } from './tokens';

interface ExpressionEditorProps {
  value: string;
  onChange: (text: string) => void;
  vocabulary: Vocabulary;
  /** problem is underlined where it is. */
  problem: ExpressionReading['problem'];
}

/** ExpressionEditor writes an expression: coloured, completed, with the function at hand explained below. */
export function ExpressionEditor({ value, onChange, vocabulary, problem }: ExpressionEditorProps) {
  const { t } = useTranslation();
  const [place, setPlace] = useState(value.length);
  const label = t('reports.expression.title');
  const extension = useMemo(() => extensions(label, setPlace), [label]);
  const told = useMemo(() => setVocabulary.of(vocabulary), [vocabulary]);
  const { host, view } = useTextEditor({ value, onChange, extension, told });

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const end = editor.state.doc.length;
    const found = problem && {
      from: Math.min(problem.start, Math.max(0, end - 1)),
      to: Math.min(Math.max(problem.end, problem.start + 1), end),
      severity: 'error' as const,
      message: sentenceOf(problem),
    };
    editor.dispatch(setDiagnostics(editor.state, found && found.from <= found.to ? [found] : []));
  }, [problem, view]);

  return (
    <>
      <div ref={host} />
      <Signature text={value} place={place} vocabulary={vocabulary} />
    </>
  );
}

interface SignatureProps {
  text: string;
  place: number;
  vocabulary: Vocabulary;
}

/** Signature explains the function around the caret, with the argument at hand made strong. */
function Signature({ text, place, vocabulary }: SignatureProps) {
  const { t } = useTranslation();
  const { functions, decimalComma } = vocabulary;
  const call = callAt(text, place, decimalComma);
  const found = call && functions.find((one) => one.name === call.name);
  if (!call || !found) return <p className={css.hint}>{t('reports.expression.hint')}</p>;
  const active = activeArgument(found.signature, call.argument);
  const separator = localSignature(', ', decimalComma);
  return (
    <p className={css.signature} aria-live="polite">
      <code className="mono">
        {found.name}(
        {argumentsOf(found.signature).map((one, i) => (
          <span key={i}>
            {i > 0 && separator}
            {i === active ? <strong>{one}</strong> : one}
          </span>
        ))}
        )
      </code>{' '}
      {found.words}
    </p>
  );
}
