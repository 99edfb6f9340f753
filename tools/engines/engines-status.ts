import { EngineProcess } from './engine-process.ts'
import { readState } from './state.ts'

export interface EngineStatus {
  readonly name: string
  readonly address: string
  /** Null when it does not run. */
  readonly pid: number | null
}

/** Every server that `start` was asked for; [] when it never was, or `stop` came after. */
export function enginesStatus(cache: string): readonly EngineStatus[] {
  const state = readState(cache)
  if (state === null) return []
  return [...state.kafka, state.elasticsearch].map((entry) => ({
    name: entry.name,
    address: entry.address,
    pid: EngineProcess.running(entry)?.identity.pid ?? null
  }))
}
