import type { Kernel } from '../../src/kernel/headless/client.js';
import { stockTslab } from '../../src/kernel/headless/kernelspec.js';
import type { Content, Message } from '../../src/kernel/protocol/message.js';

export interface Answer {
  /** The content of the reply; without it, none comes. */
  readonly reply?: Content;
  /** What is published before the reply, as type and content. */
  readonly published?: readonly (readonly [string, Content])[];
  /** Whether the kernel says at last that all is sent. */
  readonly idle?: boolean;
  /** The kernel ends instead of answering, in these words. */
  readonly end?: string;
  /** The content of the reply that an interrupt brings about. */
  readonly whenInterrupted?: Content;
}

/** A kernel that gives the scripted answers, one for each execution, and records what was asked. */
export function fakeKernel(answers: readonly Answer[]): Kernel & { readonly codes: string[] } {
  const left = [...answers];
  const codes: string[] = [];
  let end!: (how: string) => void;
  let onInterrupt = (): void => undefined;
  const message = (type: string, content: Content): Message => ({
    type,
    id: 'id',
    parentId: 'request',
    content,
  });
  return {
    codes,
    spec: stockTslab(),
    pid: 0,
    ended: new Promise((resolve) => (end = resolve)),
    interrupt: () => onInterrupt(),
    shutdown: () => Promise.resolve(),
    request: (_type, content, listener) => {
      codes.push(String(content.code));
      const answer = left.shift() ?? {};
      let reply!: (reply: Message) => void;
      const replied = new Promise<Message>((resolve) => (reply = resolve));
      for (const [type, said] of answer.published ?? []) listener(message(type, said));
      if (answer.end !== undefined) end(answer.end);
      if (answer.reply !== undefined) reply(message('execute_reply', answer.reply));
      const { whenInterrupted } = answer;
      if (whenInterrupted !== undefined) {
        onInterrupt = () => reply(message('execute_reply', whenInterrupted));
      }
      return { reply: replied, idle: () => answer.idle ?? true };
    },
  };
}
