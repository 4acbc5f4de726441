/** Refuses what would end the process under the notebook. */
export function refuseToExit(): void {
  const refuse = (): never => {
    throw new Error(
      'process.exit() is refused in a notebook: it would end all its cells. ' +
        'Throw an error to end this cell; use the menu Kernel to shut down.',
    );
  };
  process.exit = refuse;
  (process as unknown as { reallyExit: () => never }).reallyExit = refuse;
}
