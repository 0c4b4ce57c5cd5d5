import { EditorView, placeholder as placeholderOf } from '@codemirror/view';
import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../../components/Icon';
import type { MessageToken } from '../model/tokens';
import css from './Message.module.css';
import { extensions, setTokens } from './tokenExtensions';

interface TokenEditorProps {
  label: string;
  value: string;
  placeholder: string;
  tokens: MessageToken[];
  single?: boolean;
  onChange: (text: string) => void;
}

/** TokenEditor writes a text of a message: tokens are chips, typed with {{ or put in from a menu. */
export function TokenEditor({ label, value, placeholder, tokens, single = false, onChange }: TokenEditorProps) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const listening = useRef({ onChange, value });
  listening.current = { onChange, value };

  useEffect(() => {
    if (!host.current) return undefined;
    const made = new EditorView({
      doc: listening.current.value,
      parent: host.current,
      extensions: [
        extensions({ label, single, onChange: (text) => listening.current.onChange(text) }),
        placeholderOf(placeholder),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [label, single, placeholder]);

  // The tokens are told again to an editor that was made anew for another placeholder.
  useEffect(() => {
    if (placeholder !== undefined) view.current?.dispatch({ effects: setTokens.of(tokens) });
  }, [tokens, placeholder]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  const put = (name: string) => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch(editor.state.replaceSelection(`{{${name}}}`));
    setTimeout(() => editor.focus());
  };
  return (
    <div>
      <div className={css.fieldHead}>
        <span className="sm t2">{label}</span>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<Icon of={IconPlus} size={14} />}
              aria-label={t('rules.message.putInto', { name: label })}
            >
              {t('rules.message.token')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflow: 'auto' }}>
            {tokens.map((one) => (
              <Menu.Item key={one.name} onClick={() => put(one.name)}>
                {one.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div ref={host} />
    </div>
  );
}
