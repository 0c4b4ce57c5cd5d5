import { cx } from '../lib/cx';

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** languageOfName marks Japanese names as such; of others the language is not known. */
export function languageOfName(name: string): 'ja' | undefined {
  return japanese.test(name) ? 'ja' : undefined;
}

interface AccountNameProps {
  name: string;
  bold?: boolean;
  /** lines is how many lines a long name may take before it is cut. */
  lines?: 1 | 3;
}

/** AccountName cuts a very long name at its end and keeps it whole in the tooltip; Japanese names are marked as such. */
export function AccountName({ name, bold = false, lines = 1 }: AccountNameProps) {
  return (
    <span className={cx(lines === 1 ? 'cut' : 'lines', bold && 'bold')} title={name} lang={languageOfName(name)}>
      {name}
    </span>
  );
}
