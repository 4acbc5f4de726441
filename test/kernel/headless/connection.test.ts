import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { newConnection } from '../../../src/kernel/headless/connection.js';

describe('connection', () => {
  it('writes five different ports and the key for this user only, and deletes the file', async () => {
    const connection = await newConnection('secret');
    const config = JSON.parse(readFileSync(connection.file, 'utf8')) as Record<string, unknown>;
    const ports = ['shell', 'iopub', 'stdin', 'control', 'hb'].map(
      (name) => config[`${name}_port`],
    );
    assert.equal(new Set(ports).size, 5);
    assert.ok(ports.every((port) => typeof port === 'number' && port > 0));
    assert.equal(config.key, 'secret');
    assert.equal(connection.address('shell'), `tcp://127.0.0.1:${String(config.shell_port)}`);
    if (process.platform !== 'win32') assert.equal(statSync(connection.file).mode & 0o077, 0);
    connection.close();
    assert.equal(existsSync(connection.file), false);
  });
});
