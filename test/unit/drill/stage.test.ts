import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { lockDirectory } from '../../../adapters/embedded/lock.ts'
import { AlreadyRunningError } from '../../../core/errors.ts'
import { scenarioNamed } from '../../../drill/scenarios/catalog.ts'
import { setStage } from '../../../drill/stage.ts'

describe('a second drill on the folder of one that lives', () => {
  it('is refused and touches nothing', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-stage-'))
    for (const name of ['drill-mark.json', 'wanglou.db']) writeFileSync(path.join(directory, name), '{}')
    const living = lockDirectory(directory)
    const before = readdirSync(directory)
    const scenario = scenarioNamed('yungang-day')
    const stage = setStage({
      directory,
      scenario,
      speed: 1,
      from: scenario.startsAt,
      watch: { intervalMinutes: 1, weiboPages: 1 },
      warmUpMs: 0
    })
    await expect(stage).rejects.toThrow(AlreadyRunningError)
    expect(readdirSync(directory)).toEqual(before)
    living.release()
    rmSync(directory, { recursive: true })
  })
})
