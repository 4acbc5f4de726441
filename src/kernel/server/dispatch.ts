import type { Answers } from './answers.js';
import type { Request } from './channel.js';
import type { Executions } from './executions.js';
import type { CommMessage, Language } from './language.js';
import type { Origins } from './origins.js';
import type { Publisher } from './publisher.js';

export interface DispatchOptions {
  readonly language: Language;
  readonly publisher: Publisher;
  readonly origins: Origins;
  readonly executions: Executions;
  readonly answers: Answers;
  readonly interrupt: () => void;
  readonly shutdown: (request: Request) => void;
  readonly log: (line: string) => void;
}

/** Makes what brings every request of shell and control to whom it concerns; it never throws. */
export function newDispatch(options: DispatchOptions): (request: Request) => void {
  const { publisher, executions, shutdown, log } = options;
  return (request) => {
    if (request.type === 'execute_request') {
      executions.add(request);
    } else if (request.type === 'shutdown_request') {
      shutdown(request);
    } else {
      publisher.status(request.header, 'busy');
      try {
        act(request, options);
      } catch (cause) {
        fail(request, cause, log);
      }
      publisher.status(request.header, 'idle');
    }
  };
}

/** Does what can be done at once. */
function act(request: Request, options: DispatchOptions): void {
  const { language, origins, answers, interrupt, log } = options;
  const { id, type, content, metadata, buffers } = request;
  if (Object.hasOwn(answers, type)) {
    request.reply(answers[type](content));
  } else if (isComm(type)) {
    origins.comm(request);
    language.comm({ id, type, content, metadata, buffers });
  } else if (type === 'interrupt_request') {
    interrupt();
    request.reply({ status: 'ok' });
  } else {
    log(`nobody here knows what to do with a message of the type '${type}'`);
  }
}

function fail(request: Request, cause: unknown, log: (line: string) => void): void {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const line = `${name}: ${message}`;
  log(`${request.type} failed: ${line}`);
  if (!request.type.endsWith('_request')) return; // messages to comms are not answered
  request.reply({ status: 'error', ename: name, evalue: message, traceback: [line] });
}

function isComm(type: string): type is CommMessage['type'] {
  return type === 'comm_open' || type === 'comm_msg' || type === 'comm_close';
}
