import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNotebook, readNotebook } from '../../../src/kernel/notebook/notebook.js';
import { notebookText, writeNotebook } from '../../../src/kernel/notebook/write-notebook.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

// As nbformat 5 writes it: text in lists of lines, base64 and JSON as they are, one blank a level.
const saved = `{
 "nbformat": 4,
 "nbformat_minor": 5,
 "metadata": {},
 "cells": [
  {
   "cell_type": "code",
   "source": [
    "a\\n",
    "b"
   ],
   "metadata": {},
   "execution_count": 1,
   "outputs": [
    {
     "output_type": "stream",
     "name": "stdout",
     "text": [
      "1\\n",
      "2\\n"
     ]
    },
    {
     "output_type": "display_data",
     "data": {
      "image/svg+xml": [
       "<svg>\\n",
       "</svg>"
      ],
      "image/png": "aGVs\\nbG8=",
      "application/vnd.vegalite.v5+json": {
       "mark": "line"
      }
     },
     "metadata": {}
    }
   ]
  },
  {
   "cell_type": "markdown",
   "source": [],
   "metadata": {}
  }
 ]
}
`;

describe('writing a notebook', () => {
  const folder = temporaryFolder();

  it('gives back, byte by byte, what was read', () => {
    assert.equal(notebookText(parseNotebook(saved, 'a.ipynb')), saved);
  });

  it('saves a file that reads as the same notebook', () => {
    const path = join(folder(), 'a.ipynb');
    const notebook = parseNotebook(saved, 'a.ipynb');
    writeNotebook(path, notebook);
    assert.equal(readFileSync(path, 'utf8'), saved);
    assert.deepEqual(readNotebook(path), notebook);
  });
});
