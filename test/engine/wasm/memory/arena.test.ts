import assert from 'node:assert/strict';
import { createArena, roundUp } from '../../../../src/engine/wasm/memory/arena.js';
import { withBuffers } from '../guarded.js';

describe('arena', () => {
  it('hands out aligned addresses that do not overlap', () => {
    for (const guards of [false, true]) {
      const arena = createArena({ guards });
      let end = 1; // never address 0
      for (const bytes of [1, 64, 0, 100, 3]) {
        const start = arena.reserve('buffer', bytes);
        assert.equal(start % 64, 0);
        assert.ok(start >= end);
        end = start + bytes;
      }
      assert.ok(arena.size() >= end);
    }
  });

  it('clears the buffers', () => {
    const arena = createArena({ guards: true });
    const start = arena.reserve('buffer', 5);
    const memory = new Uint8Array(1024).fill(7);
    arena.prepare(memory);
    assert.deepEqual([...memory.subarray(start, start + 5)], [0, 0, 0, 0, 0]);
    assert.equal(memory[arena.size()], 7);
  });

  it('names the buffer that was overrun, from the first byte on', () => {
    const arena = createArena({ guards: true });
    const first = arena.reserve('first', 5);
    const second = arena.reserve('second', 64);
    const memory = new Uint8Array(arena.size());
    arena.prepare(memory);
    arena.check(memory);
    for (const [at, message] of [
      [first - 1, /before 'first'/],
      [first + 5, /past the end of 'first'/],
      [second - 1, /before 'second'/],
      [second + 64, /past the end of 'second'/],
      [arena.size() - 1, /past the end of 'second'/],
    ] as const) {
      const kept = memory[at];
      memory[at] = 0;
      assert.throws(() => arena.check(memory), message);
      memory[at] = kept;
    }
    arena.check(memory);
  });

  it('catches a kernel that is told of more rows than there are', () => {
    withBuffers({ bias: 3, activations: 12 }, ({ kernels, at, check, floats }) => {
      floats.bias.fill(1);
      kernels.addBias(3, at.bias, at.activations, 16, 4, false);
      check();
    });
    assert.throws(
      () =>
        withBuffers({ bias: 3, activations: 12 }, ({ kernels, at }) =>
          kernels.addBias(4, at.bias, at.activations, 16, 4, false),
        ),
      /A kernel wrote past the end of 'activations'/,
    );
  });

  it('rounds up', () => {
    assert.deepEqual(
      [0, 1, 4, 5].map((n) => roundUp(n, 4)),
      [0, 4, 4, 8],
    );
  });
});
