import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Group } from '../../../api/metricTypes';
import { compact } from '../draft/parts';
import { EditorFrame } from './EditorFrame';
import { type Editing, existing, homesOf, useNaming } from './editing';
import { GroupBins } from './GroupBins';
import { GroupConditions } from './GroupConditions';
import { GroupCounts } from './GroupCounts';
import { GroupLists } from './GroupLists';
import { isWhole, newGroup, type Way, wayOf, waysFor } from './group';
import { useDefinitionActions } from './useDefinitionActions';

/** GroupEditor gathers the values of a column into items: by list, by number or by condition. */
export function GroupEditor(editing: Editing) {
  const { name, words, local, dispatch, onClose } = editing;
  const { t } = useTranslation();
  const { value, home } = existing<Group>(editing, 'group');
  const [group, setGroup] = useState<Group>(value ?? newGroup('', 'lists'));
  const [title, setTitle] = useState(value ? (value.words ?? words.label(name)) : '');
  const naming = useNaming(editing, title, 'group');
  const actions = useDefinitionActions(dispatch);

  const fitting = editing.dataset === '' ? undefined : words.dataset(editing.dataset);
  const columns = words.catalog.dimensions.filter(
    (one) => !one.items && (!fitting || fitting.dimensions.includes(one.name)),
  );
  const has = (column: string) => words.catalog.datasets.find((one) => one.dimensions.includes(column))?.name ?? '';
  const dataset = fitting?.dimensions.includes(group.column) ? editing.dataset : has(group.column);
  const ways = waysFor(words.dimension(group.column)?.kind);
  const choose = (column: string) => {
    const [way = 'lists'] = waysFor(words.dimension(column)?.kind);
    setGroup(newGroup(column, way, group));
  };
  const unfinished = isWhole(group) ? '' : t('reports.group.unfinished');
  const apply = { ...compact({ ...group, other: group.other || undefined }), name: naming.made, words: title.trim() };
  return (
    <EditorFrame
      kind="group"
      name={name}
      title={title}
      onTitle={setTitle}
      problem={naming.problem || unfinished}
      homes={homesOf(editing)}
      from={value ? home : dispatch ? 'report' : 'kept'}
      onApply={(to) =>
        actions.apply({
          definition: { kind: 'group', value: apply },
          home: to,
          title: title.trim(),
          fresh: name === '',
        })
      }
      onRemove={value && (() => actions.remove('group', name, home))}
      onClose={onClose}
    >
      <Select
        label={t('reports.group.of')}
        placeholder={t('reports.group.choose')}
        searchable
        value={group.column || null}
        allowDeselect={false}
        onChange={(column) => column && choose(column)}
        data={columns.map((one) => ({ value: one.name, label: one.label }))}
      />
      {group.column !== '' && (
        <>
          {ways.length > 1 && (
            <SegmentedControl
              aria-label={t('reports.group.way')}
              value={wayOf(group)}
              onChange={(way) => setGroup(newGroup(group.column, way as Way, group))}
              data={ways.map((way) => ({ value: way, label: t(`reports.group.ways.${way}`) }))}
            />
          )}
          {group.lists && <GroupLists group={group} dataset={dataset} words={words} onChange={setGroup} />}
          {group.numbers && <GroupBins bins={group.numbers} onChange={(numbers) => setGroup({ ...group, numbers })} />}
          {group.conditions && <GroupConditions group={group} dataset={dataset} words={words} onChange={setGroup} />}
          <TextInput
            label={t('reports.group.other')}
            description={t('reports.group.otherHint')}
            value={group.other ?? ''}
            maxLength={100}
            onChange={(event) => setGroup({ ...group, other: event.currentTarget.value })}
          />
          <GroupCounts group={apply} dataset={dataset} local={local} />
        </>
      )}
    </EditorFrame>
  );
}
