/** long is a word that the place of a label may be too narrow for; shorter ones move to the next line in one piece. */
const long = /\p{L}{18,}/gu;

/** joint is the end of a part of a German word that is always followed by another part. */
const joint = /(\p{L}(?:ungs|heits|keits|schafts|tions|täts|nach))(?=\p{L}{4})/gu;

/** hyphenated lets long words of a label break between their parts, where the browser knows no hyphens of the language; only what is seen is given to it, never what is compared. */
export function hyphenated(label: string, language: string): string {
  return language === 'de' ? label.replace(long, (word) => word.replace(joint, '$1\u00ad')) : label;
}

/** numbered is a blank between a number and what it counts, its percent sign, the month it is a day of, or the colon it stands after. */
const numbered = /(?<=\d\.?) (?=[\p{L}%])|(?<=:) (?=[\d−–])/gu;

/** together keeps numbers on the line of what they count: "9 days", "25 Nov", "used: 4"; only what is seen is given to it. */
export function together(text: string): string {
  return text.replace(numbered, '\u00a0');
}
