/*
 * Jupyter counts positions in Unicode characters, JavaScript in UTF-16 units: '😀' is one of the
 * former and two of the latter.
 */

/** The index into the string of its `characters`-th character; beyond the end, the end. */
export function indexAt(code: string, characters: number): number {
  let index = 0;
  for (let left = characters; left > 0 && index < code.length; left--) {
    index += code.codePointAt(index)! > 0xffff ? 2 : 1;
  }
  return index;
}

/** How many characters lie before an index into the string. */
export function charactersBefore(code: string, index: number): number {
  return code.slice(0, index).replace(/[\ud800-\udbff][\udc00-\udfff]/g, '_').length;
}
