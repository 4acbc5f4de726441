import { newHeader, writeEnvelope, type Session } from '../protocol/envelope.js';
import { flag, text } from '../protocol/fields.js';
import type { Request } from './channel.js';
import type { Outbox } from './outbox.js';

/** Asks front ends for input, on stdin; one question at a time. */
export interface Questions {
  /** The cell that runs now and may ask; whatever an earlier one asked is dropped. */
  begin(cell: Request): void;
  /** Nobody waits for an answer any more: every open question is rejected with this. */
  drop(why: string): void;
  ask(cell: string, prompt: string, password: boolean): Promise<string>;
  /** An `input_reply`; returns whether anybody waited for it. */
  answer(reply: Request): boolean;
}

interface Question {
  readonly prompt: string;
  readonly password: boolean;
  readonly resolve: (answer: string) => void;
  readonly reject: (error: Error) => void;
}

export function newQuestions(session: Session, outbox: Outbox): Questions {
  let cell: Request | undefined;
  let open: Question[] = [];
  let asked: string | undefined;
  const askFirst = (): void => {
    const [question] = open;
    asked = undefined;
    if (question === undefined || cell === undefined) return;
    const header = newHeader(session, 'input_request');
    const { identities, header: parent } = cell;
    const content = { prompt: question.prompt, password: question.password };
    outbox.send(writeEnvelope(session.key, { identities, header, parent, content }));
    asked = header.msg_id;
  };
  const drop = (why: string): void => {
    const dropped = open;
    open = [];
    asked = undefined;
    for (const { reject } of dropped) reject(new Error(why));
  };
  return {
    begin: (request) => {
      drop('The cell that asked has ended.');
      cell = request;
    },
    drop: (why) => {
      drop(why);
      cell = undefined;
    },
    ask: (id, prompt, password) =>
      new Promise((resolve, reject) => {
        if (cell?.id !== id) {
          reject(new Error('The cell that asks no longer runs, so nobody can be asked.'));
        } else if (!flag(cell.content, 'allow_stdin', false)) {
          reject(new Error('Whoever runs this cell cannot be asked: it allows no input.'));
        } else {
          open.push({ prompt, password, resolve, reject });
          if (open.length === 1) askFirst();
        }
      }),
    answer: ({ parent, content }) => {
      // Some front ends do not say which question they answer.
      if (asked === undefined || asked !== (parent.msg_id ?? asked)) return false;
      open.shift()!.resolve(text(content, 'value'));
      askFirst();
      return true;
    },
  };
}
