import { cx } from '../lib/cx';

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** languageOfName marks Japanese names as such; of others the language is not known. */
export function languageOfName(name: string): 'ja' | undefined {
  return japanese.test(name) ? 'ja' : undefined;
}

interface AccountNameProps {
  name: string;
  bold?: boolean;
}

/** AccountName cuts a long name at its end and keeps it whole in the tooltip; Japanese names are marked as such. */
export function AccountName({ name, bold = false }: AccountNameProps) {
  return (
    <span className={cx('cut', bold && 'bold')} title={name} lang={languageOfName(name)}>
      {name}
    </span>
  );
}
