import type { Kernel } from '../../src/kernel/headless/client.js';
import type { KernelSpec } from '../../src/kernel/headless/kernelspec.js';
import type { Content, Message } from '../../src/kernel/protocol/message.js';

export interface Answer {
  /** The content of the reply; without it, none comes. */
  readonly reply?: Content;
  /** What is published before the reply, as type and content. */
  readonly published?: readonly (readonly [string, Content])[];
  /** What is published about this execution when the next request comes. */
  readonly late?: Answer['published'];
  /** Whether the kernel says at last that all is sent. */
  readonly idle?: boolean;
  /** The kernel ends instead of answering, in these words. */
  readonly end?: string;
  /** The content of the reply that an interrupt brings about. */
  readonly whenInterrupted?: Content;
}

export const fakeSpec: KernelSpec = {
  name: 'fake',
  argv: ['no-such-command'],
  env: {},
  interruptMode: 'signal',
};

export interface FakeKernel extends Kernel {
  /** The code and the contents of all requests that came. */
  readonly codes: string[];
  readonly requests: Content[];
}

/** A kernel that gives the scripted answers, one for each request, and records what was asked. */
export function fakeKernel(answers: readonly Answer[], spec = fakeSpec): FakeKernel {
  const left = [...answers];
  const codes: string[] = [];
  const requests: Content[] = [];
  let publishLate = (): void => undefined;
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
    requests,
    spec,
    pid: 0,
    languageInfo: { name: 'typescript', file_extension: '.ts' },
    ended: new Promise((resolve) => (end = resolve)),
    interrupt: () => onInterrupt(),
    shutdown: () => Promise.resolve(),
    request: (_type, content, listener) => {
      publishLate();
      if (typeof content.code === 'string') codes.push(content.code);
      requests.push(content);
      const answer = left.shift() ?? {};
      const publish = (all: Answer['published'] = []): void => {
        for (const [type, said] of all) listener(message(type, said));
      };
      publishLate = () => publish(answer.late);
      let reply!: (reply: Message) => void;
      const replied = new Promise<Message>((resolve) => (reply = resolve));
      publish(answer.published);
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
