/** Keeps what is written to it. */
export function textWriter(isTTY = false): {
  readonly isTTY: boolean;
  readonly write: (text: string) => void;
  readonly text: () => string;
} {
  let all = '';
  return { isTTY, write: (text) => void (all += text), text: () => all };
}
