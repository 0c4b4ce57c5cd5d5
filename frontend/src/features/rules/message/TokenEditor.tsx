import { placeholder as placeholderOf } from '@codemirror/view';
import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../../components/Icon';
import { useTextEditor } from '../../../components/text/useTextEditor';
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
  const extension = useMemo(
    () => [extensions({ label, single }), placeholderOf(placeholder)],
    [label, single, placeholder],
  );
  const told = useMemo(() => setTokens.of(tokens), [tokens]);
  const { host, view } = useTextEditor({ value, onChange, extension, told });

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
