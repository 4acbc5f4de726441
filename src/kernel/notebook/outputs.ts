import type { Content, Message } from '../protocol/message.js';
import { isRecord, type MimeBundle, type Output } from './notebook.js';

/** Collects what the cells of one notebook show, message by message. */
export interface OutputCollector {
  /** Starts a cell: hands back its outputs, filled in as `hear` is told of messages. */
  cell(): { readonly outputs: readonly Output[]; readonly hear: (message: Message) => void };
}

/**
 * Turns published messages into notebook outputs: neighbouring writes to one stream become one
 * output, and an update of a display replaces it wherever it stands, also in an earlier cell.
 */
export function collectOutputs(): OutputCollector {
  const displays = new Map<string, Output[]>();
  return {
    cell() {
      const outputs: Output[] = [];
      let clearFirst = false;
      const add = (output: Output): void => {
        if (clearFirst) outputs.length = 0;
        clearFirst = false;
        const last = outputs.at(-1);
        if (
          output.output_type === 'stream' &&
          last?.output_type === 'stream' &&
          last.name === output.name
        ) {
          last.text += output.text;
        } else {
          outputs.push(output);
        }
      };
      const hear = ({ type, content }: Message): void => {
        const id = displayId(content);
        if (type === 'update_display_data') {
          for (const shown of displays.get(id ?? '') ?? []) Object.assign(shown, bundle(content));
        } else if (type === 'clear_output') {
          if (content.wait === true) clearFirst = true;
          else outputs.length = 0;
        } else {
          const output = outputOf(type, content);
          if (output === undefined) return;
          add(output);
          if (id !== undefined) displays.set(id, [...(displays.get(id) ?? []), output]);
        }
      };
      return { outputs, hear };
    },
  };
}

/** All that was written to stderr. */
export function errorStream(outputs: readonly Output[]): string {
  return outputs
    .map((output) =>
      output.output_type === 'stream' && output.name === 'stderr' ? output.text : '',
    )
    .join('');
}

function outputOf(type: string, content: Content): Output | undefined {
  switch (type) {
    case 'stream':
      return { output_type: type, name: String(content.name), text: String(content.text) };
    case 'display_data':
      return { output_type: type, ...bundle(content) };
    case 'execute_result': {
      const count = content.execution_count;
      return {
        output_type: type,
        ...bundle(content),
        execution_count: typeof count === 'number' ? count : null,
      };
    }
    case 'error': {
      const lines = content.traceback;
      return {
        output_type: type,
        ename: String(content.ename),
        evalue: String(content.evalue),
        traceback: Array.isArray(lines) ? lines.map(String) : [],
      };
    }
    default:
      return undefined;
  }
}

function bundle(content: Content): { data: MimeBundle; metadata: MimeBundle } {
  const { data, metadata } = content;
  return { data: isRecord(data) ? data : {}, metadata: isRecord(metadata) ? metadata : {} };
}

function displayId(content: Content): string | undefined {
  const transient = content.transient;
  const id = isRecord(transient) ? transient.display_id : undefined;
  return typeof id === 'string' ? id : undefined;
}
