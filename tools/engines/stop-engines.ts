import { rm } from 'node:fs/promises'
import path from 'node:path'
import { EngineProcess } from './engine-process.ts'
import { underLock } from './start-lock.ts'
import { readState, runFolder, stateFile } from './state.ts'
import { removeWorkFolder } from './unprivileged.ts'

export interface StopEngines {
  readonly cache: string
  readonly wipe: boolean
  readonly progress: (message: string) => void
}

/** Ends the processes that were recorded and still are the same ones; resolves with their names. `wipe` removes their data too. */
export function stopEngines({ cache, wipe, progress }: StopEngines): Promise<readonly string[]> {
  return underLock(path.join(cache, 'start.lock'), progress, async () => {
    const state = readState(cache)
    const entries = state === null ? [] : [...state.kafka, state.elasticsearch]
    const running = entries.flatMap((entry) => EngineProcess.running(entry) ?? [])
    await Promise.all(running.map((engine) => engine.stop()))
    await rm(stateFile(cache), { force: true })
    if (wipe) {
      await removeWorkFolder(path.join(runFolder(cache), 'elasticsearch'))
      await rm(runFolder(cache), { recursive: true, force: true })
    }
    return running.map(({ name }) => name)
  })
}
