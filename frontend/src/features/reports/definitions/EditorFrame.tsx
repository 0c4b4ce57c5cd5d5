import { Button, CloseButton, SegmentedControl, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionKind, Use } from '../../../api/metricTypes';
import { usesQuery } from '../../../api/reports';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { list } from '../../../lib/format';
import css from './Definitions.module.css';

/** Home is where a definition is kept: for all reports, or in this one. */
export type Home = 'kept' | 'report';

interface EditorFrameProps {
  kind: DefinitionKind;
  /** name is that of what is edited; "" is a new one. */
  name: string;
  title: string;
  onTitle: (title: string) => void;
  /** aside stands beside the title: the type and unit of a column. */
  aside?: ReactNode;
  /** problem says why it cannot be applied yet; "" where it can. */
  problem: string;
  homes: Home[];
  /** from is where it is kept now. */
  from: Home;
  onApply: (home: Home) => Promise<unknown>;
  onRemove?: (() => Promise<unknown>) | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** EditorFrame is what the editors of all definitions have in common: name, where it is kept, what uses it, how to leave. */
export function EditorFrame(props: EditorFrameProps) {
  const { kind, name, title, onTitle, aside, problem, homes, from, onApply, onRemove, onClose, children } = props;
  const { t } = useTranslation();
  const [home, setHome] = useState(from);
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const attempt = (work: () => Promise<unknown>) => {
    setBusy(true);
    work()
      .then(onClose)
      .catch((reason: unknown) => setError(reason))
      .finally(() => setBusy(false));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setAsked(true);
    if (problem === '') attempt(() => onApply(home));
  };
  return (
    <form
      className={css.editor}
      aria-label={t(`reports.definition.${kind}`)}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div className={css.editorHead}>
        <h2 className="grow">{t(`reports.definition.${kind}`)}</h2>
        <CloseButton aria-label={t('reports.close')} onClick={onClose} />
      </div>
      <div className={css.editorBody}>
        <div className={css.nameLine}>
          <TextInput
            ref={first}
            className="grow"
            label={t('reports.editor.name')}
            value={title}
            maxLength={kind === 'token' ? 60 : 200}
            onChange={(event) => onTitle(event.currentTarget.value)}
          />
          {aside}
        </div>
        {children}
      </div>
      <div className={css.editorFoot}>
        {error !== null && <ErrorPanel error={error} />}
        {asked && problem !== '' && (
          <p role="alert" className={css.problem}>
            {problem}
          </p>
        )}
        {homes.length > 1 && (
          <SegmentedControl
            fullWidth
            aria-label={t('reports.editor.home')}
            value={home}
            onChange={(next) => setHome(next as Home)}
            data={homes.map((one) => ({ value: one, label: t(`reports.home.${one}`) }))}
          />
        )}
        <div className={css.buttons}>
          <span className="grow sm t2">{name !== '' && from === 'kept' && <Uses kind={kind} name={name} />}</span>
          {name !== '' && onRemove && (
            <Button variant="subtle" disabled={busy} onClick={() => attempt(onRemove)}>
              {t('reports.editor.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('reports.cancel')}</Button>
          <Button type="submit" variant="filled" loading={busy}>
            {t('reports.editor.apply')}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** Uses says what names a definition. */
export function Uses({ kind, name }: { kind: DefinitionKind; name: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(usesQuery(kind, name));
  if (!data) return <Skeleton height={8} width={96} my={6} />;
  const counts = countsOf(data);
  if (counts.length === 0) return t('reports.unused');
  const uses = counts.map(([one, count]) => t(`reports.use.${one as 'report'}`, { count }));
  return <span title={data.map((one) => one.name).join(', ')}>{t('reports.usedIn', { uses: list(uses) })}</span>;
}

const kinds = ['report', 'dashboard', 'rule', 'column', 'group', 'metric', 'token'];

/** countsOf counts what names a definition, by its kind. */
export function countsOf(uses: Use[]): [string, number][] {
  return kinds
    .map((kind): [string, number] => [kind, uses.filter((one) => one.kind === kind).length])
    .filter(([, count]) => count > 0);
}
