import type { Drawing } from '../../api/reportTypes';
import { formatOf, type Told } from './formats';

/** marks are values in the texts of a drawing: a format and the value, between two signs that no name has (docs/bridge.md). */
const marks = /\uE000(fmt:[a-z0-9:]+)\|([^\uE001"\\]*)\uE001/g;

/** filled is a text with its values as the person's region writes them. */
export function filled(text: string, told: Told): string {
  return text.replace(marks, (_, name: string, value: string) => formatOf(name, told)?.(value) ?? value);
}

/** filledDrawing is a drawing whose texts have their values; in the JSON text of the option they stay JSON. */
export function filledDrawing(drawing: Drawing, told: Told): Drawing {
  const option = drawing.option.replace(marks, (mark) => JSON.stringify(filled(mark, told)).slice(1, -1));
  return { ...drawing, option, text: filled(drawing.text, told) };
}
