import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { int } from '../../../lib/format';
import type { Editing } from '../editor/context';
import editor from '../editor/Editor.module.css';
import { without } from '../model/document';
import { problemIn } from '../model/problem';
import { tokensOf } from '../model/tokens';
import css from './Message.module.css';
import { Preview, type PreviewKind } from './Preview';
import { TokenEditor } from './TokenEditor';

const kinds: PreviewKind[] = ['desktop', 'inbox', 'digest'];

/** MessagePart shows what a notification of a rule would say, and changes its words. */
export function MessagePart({ rule, words, inspected, change }: Editing) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<PreviewKind>('desktop');
  const tokens = useMemo(() => tokensOf(rule, words, t), [rule, words, t]);
  const { title = '', body = '' } = rule.message ?? {};
  const set = (part: { title?: string; body?: string }) => {
    const message = without({ title: title || undefined, body: body || undefined, ...filled(part) });
    const { message: _, ...rest } = rule;
    const next =
      Object.keys(message).length > 0 ? { ...rest, message: message as { title?: string; body?: string } } : rest;
    change('message', next, `message ${Object.keys(part)[0]}`);
  };
  const problem = problemIn(inspected, /^message/);
  return (
    <section className={editor.part} aria-label={t('rules.message.title')}>
      <div className={css.head}>
        <h2>{t('rules.message.title')}</h2>
        <SegmentedControl
          aria-label={t('rules.message.where')}
          value={kind}
          onChange={(chosen) => setKind(chosen as PreviewKind)}
          data={kinds.map((one) => ({ value: one as string, label: t(`rules.messageAt.${one}`) }))}
        />
      </div>
      <div className={css.both}>
        <Preview kind={kind} notice={inspected?.preview ?? null} />
        <div className={css.fields}>
          <TokenEditor
            label={t('rules.message.titleField')}
            value={title}
            single
            placeholder={t('rules.message.own')}
            tokens={tokens}
            onChange={(text) => set({ title: text })}
          />
          <TokenEditor
            label={t('rules.message.bodyField')}
            value={body}
            placeholder={t('rules.message.own')}
            tokens={tokens}
            onChange={(text) => set({ body: text })}
          />
          {problem ? (
            <p className={editor.problem} role="alert">
              {problem}
            </p>
          ) : (
            <p className={css.help}>{t('rules.message.help', { braces: '{{' })}</p>
          )}
          {Object.entries(inspected?.gaps ?? {}).map(([token, count]) => (
            <p key={token} className={css.help}>
              {t('rules.message.gap', {
                count,
                number: int(count),
                token: tokens.find(({ name }) => name === token)?.label ?? words.label(token),
              })}
            </p>
          ))}
        </div>
      </div>
    </section>
  );
}

/** filled makes an empty text none. */
function filled(part: { title?: string; body?: string }) {
  return Object.fromEntries(Object.entries(part).map(([key, text]) => [key, text === '' ? undefined : text]));
}
