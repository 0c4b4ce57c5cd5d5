import { hitOf } from './find';

/** Marked shows a text with what is found in it marked. */
export function Marked({ text, find }: { text: string; find: string }) {
  const hit = find === '' ? null : hitOf(text, find);
  if (!hit) return text;
  return (
    <>
      {text.slice(0, hit.start)}
      <mark>{text.slice(hit.start, hit.end)}</mark>
      {text.slice(hit.end)}
    </>
  );
}
