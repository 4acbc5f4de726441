/** Text as `//` comment lines, the way jupytext writes markdown and raw cells; none for no text. */
export function comment(text: string): string[] {
  if (text === '') return [];
  return text.split('\n').map((line) => (line === '' ? '//' : `// ${line}`));
}

/** The text in comment lines; a line that is no comment, typed by hand, is text as it is. */
export function uncomment(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/^\/\/ ?/, '')).join('\n');
}
