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

/** What was started; where that record is gone, what runs by the word of each server's own folder. */
export function readState(cache: string): EnginesState | null {
  return (readJson(stateFile(cache)) as EnginesState | null) ?? runningByFolder(cache)
}

/** Nothing may be called stopped, nor its data be deleted, while it runs. */
function runningByFolder(cache: string): EnginesState | null {
  const elasticsearch = elasticsearchIn(path.join(runFolder(cache), 'elasticsearch'))
  const clusters = [1, 3].map((nodes) => kafkaIn(path.join(runFolder(cache), `kafka-${nodes}`)))
  const kafka = clusters.find((entries) => entries.some(isUp)) ?? []
  return kafka.length > 0 || isUp(elasticsearch) ? { kafka, elasticsearch } : null
}

function elasticsearchIn(directory: string): EngineEntry {
  const ports = readJson(path.join(directory, 'ports.json')) as { readonly http: number } | null
  return { ...filesIn(directory, 'Elasticsearch', 'elasticsearch.log'), address: `http://127.0.0.1:${ports?.http ?? 0}` }
}

function kafkaIn(directory: string): EngineEntry[] {
  const layout = readJson(path.join(directory, 'cluster.json')) as { readonly ports: readonly { readonly plain: number }[] } | null
  return (layout?.ports ?? []).map(({ plain }, index) => ({
    ...filesIn(path.join(directory, `node-${index + 1}`), `Kafka ${index + 1}`, 'kafka.log'),
    address: `127.0.0.1:${plain}`
  }))
}

function filesIn(directory: string, name: string, log: string): EngineFiles {
  return { name, logFile: path.join(directory, log), identityFile: path.join(directory, 'process.json') }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
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

/** Where the engines of the command line keep their data. */
export function runFolder(cache: string): string {
  return path.join(cache, 'run')
}

export function stateFile(cache: string): string {
  return path.join(cache, 'state.json')
}
