import assert from 'node:assert/strict';
import { course, pilotSeeds, presets, smoke } from '../../../replications/he2022sparse/presets.js';
import { sparseDescentRuns } from '../../../replications/he2022sparse/runs.js';
import { LEVELS, REINIT_AHEAD } from '../../../replications/he2022sparse/claims/levels.js';
import { planSweep } from '../../../src/experiment/sweep/plan.js';
import { openStore } from '../../../src/experiment/store/store.js';
import { newFolder } from '../../support/temporary-folder.js';

describe('runs of he2022sparse', () => {
  it('train nothing twice and nothing that no arm asks for', () => {
    const runs = sparseDescentRuns({ ...course, seeds: [1001] });
    assert.equal(planSweep(runs, openStore(newFolder())).missing.length, runs.length);
  });

  it('confirm on seeds that no pilot has seen', () => {
    for (const seed of presets.course.seeds) assert.ok(!pilotSeeds.real.includes(seed as never));
    for (const seed of presets.smoke.seeds) assert.ok(!pilotSeeds.glyphs.includes(seed as never));
  });

  it('have every level that a claim looks at', () => {
    for (const scale of [course, smoke]) {
      const ladders = {
        ...scale.variants,
        ticket: scale.main.ladder,
        large: scale.large.ladder,
        pictures: scale.pictures.ladder,
        rewinding: scale.rewound,
      };
      for (const [arm, levels] of Object.entries(LEVELS)) {
        for (const round of Object.values(levels)) {
          assert.ok(ladders[arm as keyof typeof ladders].includes(round), `${arm} at ${round}`);
        }
      }
      const { critical, sweet } = LEVELS.ticket;
      assert.ok([critical, sweet].every((round) => scale.clean.includes(round)));
      assert.ok(scale.redense.from.includes(sweet));
      assert.ok(scale.reinit.includes(REINIT_AHEAD));
      for (const round of [...scale.reinit, ...scale.redense.from]) {
        assert.ok(scale.main.ladder.includes(round), `tickets after ${round} rounds`);
      }
    }
  });
});
