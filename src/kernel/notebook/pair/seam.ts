import ts from 'typescript';

/**
 * Whether code runs on into the code below it when the two are put into one file, as `a.length`
 * does into `(x)`: then a semicolon has to stand between them.
 */
export function runsOn(above: string, below: string): boolean {
  const file = ts.createSourceFile('seam.ts', `${above}\n${below}`, ts.ScriptTarget.Latest);
  return file.statements.some(
    (statement) => statement.getStart(file) < above.length && statement.end > above.length + 1,
  );
}

/** Whether there is anything but comments and blanks. */
export function holdsCode(text: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  scanner.setText(text);
  return scanner.scan() !== ts.SyntaxKind.EndOfFileToken;
}
