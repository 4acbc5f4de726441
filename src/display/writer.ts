/** Where text goes when there is no notebook to show things in. */
export interface Writer {
  write(text: string): unknown;
  /** Whether it is a terminal, where a line can be written over. */
  readonly isTTY?: boolean;
}
