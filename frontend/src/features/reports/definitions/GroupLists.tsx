import { Button, Checkbox, CloseButton, Menu, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group, Relation } from '../../../api/metricTypes';
import { valuesQuery } from '../../../api/reports';
import type { Words } from '../../../components/catalog/useCatalog';
import { useView } from '../../../components/useView';
import { cx } from '../../../lib/cx';
import { int } from '../../../lib/format';
import { Add, ItemButtons, movedBy, replacedAt } from '../options/Section';
import css from './Definitions.module.css';

type Item = NonNullable<Group['lists']>[number];

interface GroupListsProps {
  group: Group;
  dataset: Relation;
  words: Words;
  onChange: (group: Group) => void;
}

const dragType = 'application/x-headroom-values';

/** GroupLists gathers texts by name: values are chosen, and put or dragged into items. */
export function GroupLists({ group, dataset, words, onChange }: GroupListsProps) {
  const { t } = useTranslation();
  const items = group.lists ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const set = (lists: Item[]) => onChange({ ...group, lists });
  const put = (values: string[], at: number) => {
    const without = items.map((one) => ({ ...one, values: one.values.filter((value) => !values.includes(value)) }));
    const target = without[at] ?? { name: newName(items, values), values: [] };
    const next = { ...target, values: [...target.values, ...values] };
    set(at < items.length ? replacedAt(without, at, next) : [...without, next]);
    setChosen([]);
  };
  return (
    <>
      <Values
        {...{ group, dataset, words, chosen, items }}
        onChosen={setChosen}
        actions={
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="compact-xs" disabled={chosen.length === 0}>
                {t('reports.group.put', { count: chosen.length, number: int(chosen.length) })}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {items.map((item, i) => (
                <Menu.Item key={item.name} onClick={() => put(chosen, i)}>
                  {item.name}
                </Menu.Item>
              ))}
              <Menu.Item onClick={() => put(chosen, items.length)}>{t('reports.group.newItem')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        }
      />
      {items.map((item, i) => (
        <ListItem
          key={i}
          item={item}
          onChange={(next) => set(replacedAt(items, i, next))}
          onDrop={(values) => put(values, i)}
          buttons={
            <ItemButtons
              name={item.name}
              first={i === 0}
              last={i === items.length - 1}
              onMove={(by) => set(movedBy(items, i, by))}
              onRemove={() => set(items.filter((_, at) => at !== i))}
            />
          }
        />
      ))}
      <Add onClick={() => set([...items, { name: newName(items, []), values: [] }])}>{t('reports.group.addItem')}</Add>
    </>
  );
}

/** newName calls an item after the only value it gets, or by a number. */
function newName(items: Item[], values: string[]): string {
  const [only, second] = values;
  if (only !== undefined && second === undefined && !items.some((one) => one.name === only)) return only;
  return int(items.length + 1);
}

interface ValuesProps extends Omit<GroupListsProps, 'onChange'> {
  items: Item[];
  chosen: string[];
  onChosen: (values: string[]) => void;
  actions: React.ReactNode;
}

function Values({ group, dataset, words, items, chosen, onChosen, actions }: ValuesProps) {
  const { t } = useTranslation();
  const { scope, asOf } = useView();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search, 150);
  const { data = [] } = useQuery(
    valuesQuery({
      dimension: group.column,
      ...(dataset !== '' && { dataset }),
      ...(wanted !== '' && { search: wanted }),
      ...(asOf !== '' && { as_of: asOf }),
      scope,
      limit: 200,
    }),
  );
  const itemOf = (value: string) => items.find((one) => one.values.includes(value))?.name;
  const drag = (event: DragEvent, value: string) =>
    event.dataTransfer.setData(dragType, JSON.stringify(chosen.includes(value) ? chosen : [value]));
  return (
    <section aria-label={t('reports.group.values')}>
      <div className={css.subhead}>
        <h3 className="grow">{t('reports.group.values')}</h3>
        {actions}
      </div>
      <TextInput
        mb={4}
        aria-label={t('reports.group.search')}
        placeholder={t('reports.group.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ul className={css.values}>
        {data.flatMap(({ value, rows }) => {
          if (typeof value !== 'string') return [];
          const label = words.value(group.column, value);
          return [
            <li key={value} className={css.value} draggable onDragStart={(event) => drag(event, value)}>
              <Checkbox
                className="grow"
                label={label}
                checked={chosen.includes(value)}
                onChange={(event) =>
                  onChosen(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
                }
              />
              <span className="xs t3 cut">{itemOf(value)}</span>
              <span className="sm t2">{int(rows)}</span>
            </li>,
          ];
        })}
      </ul>
    </section>
  );
}

interface ListItemProps {
  item: Item;
  onChange: (item: Item) => void;
  onDrop: (values: string[]) => void;
  buttons: React.ReactNode;
}

function ListItem({ item, onChange, onDrop, buttons }: ListItemProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(dragType)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      onDrop(JSON.parse(event.dataTransfer.getData(dragType)) as string[]);
    },
  };
  return (
    <div className={cx(css.item, over && css.over)} {...drop}>
      <div className="row">
        <TextInput
          className="grow"
          aria-label={t('reports.group.itemName')}
          value={item.name}
          maxLength={100}
          onChange={(event) => onChange({ ...item, name: event.currentTarget.value })}
        />
        {buttons}
      </div>
      {item.values.length === 0 && <p className="sm t3">{t('reports.group.emptyItem')}</p>}
      <div className={css.chips}>
        {item.values.map((value) => (
          <span key={value} className={css.chip}>
            <span className="cut" title={value}>
              {value}
            </span>
            <CloseButton
              size={24}
              iconSize={12}
              aria-label={t('reports.group.takeOut', { value, name: item.name })}
              onClick={() => onChange({ ...item, values: item.values.filter((one) => one !== value) })}
            />
          </span>
        ))}
      </div>
    </div>
  );
}
