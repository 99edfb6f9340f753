import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { enginesCache } from './cache-folder.ts'
import { EngineProcess, type EngineFiles } from './engine-process.ts'

export interface EngineEntry extends EngineFiles {
  /** `host:port` of a broker, URL of an Elasticsearch node. */
  readonly address: string
}

/** What `npm run engines -- start` started, in `state.json` of the cache. */
export interface EnginesState {
  readonly kafka: readonly EngineEntry[]
  readonly elasticsearch: EngineEntry
}

/** Addresses of the engines that `npm run engines -- start` left running; null when they do not run. */
export function runningEngines(cache: string = enginesCache()): { readonly brokers: readonly string[]; readonly nodes: readonly string[] } | null {
  const state = readState(cache)
  // One broker of three may be down: clients know what to do.
  if (state === null || !state.kafka.some(isUp) || !isUp(state.elasticsearch)) return null
  return addressesOf(state)
}

/** Where they are to be found, although one of them may have died: whoever asks for it waits, and says for whom. Null when none runs. */
export function startedEngines(cache: string = enginesCache()): ReturnType<typeof runningEngines> {
  const state = readState(cache)
  if (state === null || ![...state.kafka, state.elasticsearch].some(isUp)) return null
  return addressesOf(state)
}

function addressesOf({ kafka, elasticsearch }: EnginesState): NonNullable<ReturnType<typeof runningEngines>> {
  return { brokers: kafka.map(({ address }) => address), nodes: [elasticsearch.address] }
}

function isUp(entry: EngineEntry): boolean {
  return EngineProcess.running(entry) !== null
}

export function readState(cache: string): EnginesState | null {
  try {
    return JSON.parse(readFileSync(stateFile(cache), 'utf8')) as EnginesState
  } catch {
    return null
  }
}

export async function writeState(cache: string, state: EnginesState): Promise<void> {
  await mkdir(cache, { recursive: true })
  const draft = `${stateFile(cache)}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`)
  await rename(draft, stateFile(cache))
}

export function stateFile(cache: string): string {
  return path.join(cache, 'state.json')
}
