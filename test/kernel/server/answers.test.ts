import assert from 'node:assert/strict';
import { newAnswers } from '../../../src/kernel/server/answers.js';
import { newHistory } from '../../../src/kernel/server/history.js';
import type { Language } from '../../../src/kernel/server/language.js';
import { fakeLanguage } from '../../support/fake-language.js';

describe('answers', () => {
  const info = { version: '1.2.3', languageVersion: '6.0.3' };
  const answers = (parts: Partial<Language> = {}) => {
    const events = { publish: () => undefined, ask: () => Promise.resolve('') };
    return newAnswers(fakeLanguage(events, {}, parts), newHistory(), info);
  };

  it('say what the kernel is', () => {
    const { banner, help_links: links, ...rest } = answers().kernel_info_request({});
    assert.deepEqual(rest, {
      status: 'ok',
      protocol_version: '5.3',
      implementation: 'prunelab',
      implementation_version: '1.2.3',
      language_info: {
        name: 'typescript',
        version: '6.0.3',
        mimetype: 'text/typescript',
        file_extension: '.ts',
        pygments_lexer: 'typescript',
        codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
        nbconvert_exporter: 'script',
      },
      supported_features: [],
    });
    assert.equal(banner, `prunelab 1.2.3: TypeScript 6.0.3 on Node.js ${process.versions.node}`);
    assert.ok((links as { text: string; url: string }[]).every(({ url }) => URL.canParse(url)));
  });

  it('count positions in characters, as Jupyter does', () => {
    let asked: unknown;
    const { complete_request: complete } = answers({
      complete: (code, position) => {
        asked = [code, position];
        return {
          matches: [
            { text: 'at', kind: 'method' },
            { text: 'abs', kind: 'const' },
          ],
          start: 4,
          end: 5,
        };
      },
    });
    const reply = complete({ code: '"😀"a', cursor_pos: 4 });
    assert.deepEqual(asked, ['"😀"a', 5]);
    assert.deepEqual(reply, {
      status: 'ok',
      matches: ['at', 'abs'],
      cursor_start: 3,
      cursor_end: 4,
      metadata: {
        _jupyter_types_experimental: [
          { text: 'at', type: 'method', start: 3, end: 4 },
          { text: 'abs', type: 'const', start: 3, end: 4 },
        ],
      },
    });
  });

  it('inspect in the detail that is asked for', () => {
    const asked: unknown[] = [];
    const { inspect_request: inspect } = answers({
      inspect: (...args) => {
        asked.push(args);
        return args[0] === 'x' ? { 'text/plain': 'const x: 1' } : undefined;
      },
    });
    assert.deepEqual(inspect({ code: 'x', cursor_pos: 1, detail_level: 1 }), {
      status: 'ok',
      found: true,
      data: { 'text/plain': 'const x: 1' },
      metadata: {},
    });
    const nothing = { status: 'ok', found: false, data: {}, metadata: {} };
    assert.deepEqual(inspect({ code: 'nothing' }), nothing);
    assert.deepEqual(asked, [
      ['x', 1, 1],
      ['nothing', 7, 0],
    ]);
  });

  it('say whether code is complete', () => {
    const { is_complete_request: isComplete } = answers();
    assert.deepEqual(isComplete({ code: 'if (1) {' }), { status: 'incomplete', indent: '  ' });
  });

  it('list the comms, all or those with one target', () => {
    const comms = new Map([
      ['1', 'slider'],
      ['2', 'plot'],
    ]);
    const { comm_info_request: commInfo } = answers({ comms: () => comms });
    assert.deepEqual(commInfo({}), {
      status: 'ok',
      comms: { 1: { target_name: 'slider' }, 2: { target_name: 'plot' } },
    });
    const plots = { status: 'ok', comms: { 2: { target_name: 'plot' } } };
    assert.deepEqual(commInfo({ target_name: 'plot' }), plots);
  });
});
