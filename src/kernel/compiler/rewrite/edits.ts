/** Changes to a text that add and remove no line. */
export interface Edits {
  /** Puts text before everything else. */
  begin(text: string): void;
  replace(start: number, end: number, text: string): void;
  /**
   * Replaces the name of what is called. V8 says that a call happens where its arguments start;
   * that place then counts as the name's own, as it would without the change.
   */
  replaceCallee(start: number, end: number, text: string): void;
  /** Puts text before what starts at `at`; the first caller's text stays outermost. */
  open(at: number, text: string): void;
  /** Puts text after what ends at `at`; the first caller's text stays outermost. */
  close(at: number, text: string): void;
  apply(): Edited;
}

export interface Edited {
  readonly text: string;
  /**
   * Where columns went, three numbers a change: the line, the first column after the new text, and
   * the column that this place had before; lines and columns count from 0.
   */
  readonly shifts: readonly number[];
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Which of several changes at one place comes first. */
  readonly rank: 0 | 1 | 2;
  readonly isCallee?: boolean;
}

export function edits(source: string): Edits {
  const changes: Change[] = [];
  return {
    begin: (text) => void changes.unshift({ start: 0, end: 0, text, rank: 0 }),
    replace: (start, end, text) => void changes.push({ start, end, text, rank: 2 }),
    replaceCallee: (start, end, text) =>
      void changes.push({ start, end, text, rank: 2, isCallee: true }),
    open: (at, text) => void changes.push({ start: at, end: at, text, rank: 1 }),
    close: (at, text) => void changes.unshift({ start: at, end: at, text, rank: 0 }),
    apply: () => apply(source, changes),
  };
}

function apply(source: string, changes: readonly Change[]): Edited {
  const sorted = [...changes].sort((a, b) => a.start - b.start || a.rank - b.rank);
  const parts: string[] = [];
  const shifts: number[] = [];
  let done = 0;
  let line = 0;
  let before = 0; // columns in the source and in the result
  let after = 0;
  const pass = (text: string): void => {
    const breaks = text.split('\n');
    line += breaks.length - 1;
    const last = breaks[breaks.length - 1].length;
    before = breaks.length > 1 ? last : before + last;
    after = breaks.length > 1 ? last : after + last;
    parts.push(text);
  };
  for (const { start, end, text, isCallee = false } of sorted) {
    pass(source.slice(done, start));
    const removed = source.slice(start, end);
    const kept = removed.replace(/[^\n]+/g, ''); // its line breaks: lines keep their numbers
    parts.push(text);
    after += text.length;
    if (kept === '') before += removed.length;
    else {
      parts.push(kept);
      line += kept.length;
      before = removed.length - removed.lastIndexOf('\n') - 1;
      after = 0;
    }
    if (isCallee) shifts.push(line, after, before - removed.length, line, after + 1, before + 1);
    else shifts.push(line, after, before);
    done = end;
  }
  pass(source.slice(done));
  return { text: parts.join(''), shifts };
}

/** The column before the changes of what is now at `column` of `line`. */
export function columnBefore(shifts: readonly number[], line: number, column: number): number {
  let before = column;
  for (let i = 0; i < shifts.length && shifts[i] <= line; i += 3) {
    if (shifts[i] < line) continue;
    // Inside of new text: within what it replaced.
    if (shifts[i + 1] > column) return Math.max(0, Math.min(before, shifts[i + 2]));
    before = column + shifts[i + 2] - shifts[i + 1];
  }
  return Math.max(0, before);
}
