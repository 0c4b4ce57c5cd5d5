import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionKind, Definitions } from '../../../api/metricTypes';
import { definitionsQuery } from '../../../api/reports';
import { useWords, type Words } from '../../../components/catalog/useCatalog';
import { Empty } from '../../../components/Empty';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { FindInput } from '../../../components/FindInput';
import { Icon } from '../../../components/Icon';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { toastError } from '../../../components/toast';
import { fold } from '../../../lib/format';
import { hrefTo } from '../../../lib/route';
import { DefinitionEditor } from './DefinitionEditor';
import css from './Definitions.module.css';
import { Uses } from './EditorFrame';
import { type Kept, listed, writtenAs } from './listed';
import { useDefinitionActions } from './useDefinitionActions';

const kinds: DefinitionKind[] = ['column', 'group', 'metric', 'token'];

/** DefinitionsPage lists what the person added to the catalog, with what uses it. */
export function DefinitionsPage() {
  const { t } = useTranslation();
  const words = useWords();
  const { data, error, refetch } = useQuery(definitionsQuery());
  const [editing, setEditing] = useState<{ kind: DefinitionKind; name: string } | null>(null);
  const [find, setFind] = useState('');
  const add = <NewButton onNew={(kind) => setEditing({ kind, name: '' })} />;
  return (
    <Page
      title={t('reports.definitions.title')}
      parent={{ label: t('reports.title'), href: hrefTo('reports') }}
      actions={add}
      bar={<FindInput value={find} onChange={setFind} placeholder={t('reports.findDefinition')} />}
      scroll={false}
    >
      <div className={css.page}>
        {error && <ErrorPanel error={error} onRetry={refetch} />}
        {!error && (!data || !words) && <SkeletonPage />}
        {data && words && (
          <Rows
            definitions={data}
            words={words}
            find={find}
            onEdit={(kind, name) => setEditing({ kind, name })}
            onClear={() => setFind('')}
          />
        )}
      </div>
      {editing && words && (
        <aside className={css.drawer} aria-label={t(`reports.definition.${editing.kind}`)}>
          <DefinitionEditor
            key={`${editing.kind} ${editing.name}`}
            {...editing}
            words={words}
            kept={data}
            local={undefined}
            dataset=""
            onClose={() => setEditing(null)}
          />
        </aside>
      )}
    </Page>
  );
}

function NewButton({ onNew }: { onNew: (kind: DefinitionKind) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="filled" leftSection={<Icon of={IconPlus} />}>
          {t('reports.definitions.new')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => onNew(kind)}>
            {t(`reports.definition.${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Beginnings says what each kind of definition is for, and makes the first. */
function Beginnings({ onNew }: { onNew: (kind: DefinitionKind) => void }) {
  const { t } = useTranslation();
  return (
    <ul className={css.beginnings}>
      {kinds.map((kind) => (
        <li key={kind}>
          <button type="button" className={css.beginning} onClick={() => onNew(kind)}>
            <span className={css.beginningHead}>
              <Icon of={IconPlus} />
              {t(`reports.definition.${kind}`)}
            </span>
            <span className="sm t2">{t(`reports.definitions.means.${kind}`)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface RowsProps {
  definitions: Definitions;
  words: Words;
  find: string;
  onEdit: (kind: DefinitionKind, name: string) => void;
  onClear: () => void;
}

function Rows({ definitions, words, find, onEdit, onClear }: RowsProps) {
  const { t } = useTranslation();
  const all = listed(definitions, words, t);
  const text = fold(find);
  const shown = all.filter((one) => fold(`${one.label} ${one.name} ${one.what}`).includes(text));
  if (all.length === 0) {
    return (
      <>
        <Empty>{t('reports.definitions.none')}</Empty>
        <Beginnings onNew={(kind) => onEdit(kind, '')} />
      </>
    );
  }
  if (shown.length === 0) {
    return (
      <Empty action={<Button onClick={onClear}>{t('find.clear')}</Button>}>{t('reports.definitions.noMatch')}</Empty>
    );
  }
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('reports.editor.name')}</th>
          <th scope="col">{t('reports.definitions.kind')}</th>
          <th scope="col">{t('reports.definitions.what')}</th>
          <th scope="col">{t('reports.definitions.uses')}</th>
          <th scope="col">
            <span className="sr">{t('reports.moreActions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <Row key={`${one.kind} ${one.name}`} one={one} onEdit={() => onEdit(one.kind, one.name)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one, onEdit }: { one: Kept; onEdit: () => void }) {
  const { t } = useTranslation();
  const actions = useDefinitionActions();
  const { kind, name, label, what } = one;
  return (
    <tr>
      <td className={css.called}>
        <div className="bold">{label}</div>
        {label !== writtenAs(one) && <code className="mono t3">{writtenAs(one)}</code>}
      </td>
      <td>{t(`reports.definition.${kind}`)}</td>
      <td className={css.what}>{kind === 'column' ? <code className="mono">{what}</code> : what}</td>
      <td className={css.uses}>
        <Uses kind={kind} name={name} />
      </td>
      <td>
        <div className={css.actions}>
          <Button size="compact-xs" aria-label={t('reports.fields.edit', { name: label })} onClick={onEdit}>
            {t('reports.definitions.edit')}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={t('reports.options.remove', { name: label })}
            onClick={() => actions.remove(kind, name, 'kept').catch(toastError)}
          >
            {t('reports.editor.remove')}
          </Button>
        </div>
      </td>
    </tr>
  );
}
