const escape = '\u001b';
const sequence = new RegExp(`^${escape}\\[([\\d;]*)([A-Za-z])`);
const erases = ['\r', `${escape}[K`, `${escape}[0K`, `${escape}[2K`];

/**
 * What a terminal shows in the end of a text that rewrites its lines: a carriage return goes back
 * to the start of the line, and what follows is written over what was there. Colours are kept.
 */
export function lastState(text: string): string {
  return text
    .split('\n')
    .map((line) => (erases.some((erase) => line.includes(erase)) ? lastLine(line) : line))
    .join('\n');
}

function lastLine(line: string): string {
  const places: string[] = [];
  let column = 0;
  let colours = '';
  for (const piece of pieces(line)) {
    if (piece === '\r') column = 0;
    else if (piece === `${escape}[2K`) places.fill(' ');
    else if (erases.includes(piece)) places.length = Math.min(places.length, column);
    else if (piece.startsWith(escape)) colours += piece;
    else {
      while (places.length < column) places.push(' ');
      places[column++] = colours + piece;
      colours = '';
    }
  }
  return places.join('').trimEnd() + colours;
}

/** The characters and the control sequences of a line. */
function* pieces(line: string): Generator<string> {
  for (let i = 0; i < line.length;) {
    const control = line[i] === escape ? sequence.exec(line.slice(i, i + 32)) : null;
    const piece = control?.[0] ?? String.fromCodePoint(line.codePointAt(i) ?? 0);
    yield piece;
    i += piece.length;
  }
}
