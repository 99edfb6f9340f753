import { setTimeout as pause } from 'node:timers/promises'
import { ConflictError } from '../../core/errors.ts'
import type { Random } from '../../core/ports.ts'
import type { Documents, Found } from './documents.ts'

const mostTries = 50
const longestPauseMs = 50

/** What becomes of a document: nothing, or another content. `result` goes back to whoever asked for the change. */
export interface Change<Source, Result> {
  readonly result: Result
  readonly write?: Source
}

/**
 * Read, decide, compare and set; again from the start when somebody else was faster. `decide` must be pure: it may be asked often.
 * @throws ConflictError after 50 lost races
 */
export async function changeDocument<Source extends object, Result>(
  documents: Documents<Source>,
  id: string,
  random: Random,
  decide: (found: Found<Source> | null) => Change<Source, Result>
): Promise<Result> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const found = await documents.get(id)
    const { write, result } = decide(found)
    if (write === undefined) return result
    const version = found === null ? await documents.create(id, write) : await documents.replace(found, write)
    if (version !== null) return result
    await pause(shortPause(tries, random))
  }
  throw new ConflictError(`${documents.index}: ${id} was changed by others ${mostTries} times while it was to be changed`, { metadata: { id } })
}

/** By chance, so that two who lost to each other do not meet again. */
function shortPause(tries: number, random: Random): number {
  const [byte = 0] = random(1)
  return (Math.min(longestPauseMs, tries * 5) * byte) / 255
}
