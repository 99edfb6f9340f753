import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { engineNames, type EngineName } from '../engine.ts'
import { UsageError } from './exit.ts'

/** Where a command finds its configuration and keeps its data. */
export interface Place {
  readonly config?: string
  readonly data?: string
  readonly engine?: string
}

/** The first user's configuration is the product's own default. */
export function configDirectory(place: Place): string {
  return place.config ?? fileURLToPath(new URL('../config/shirongyuanlin', import.meta.url))
}

export function dataDirectory(place: Place): string {
  return path.resolve(place.data ?? 'data')
}

/** @throws UsageError for an engine that there is not */
export function engineOf(text: string | undefined): EngineName {
  const engine = engineNames.find((name) => name === (text ?? 'embedded'))
  if (engine === undefined) throw new UsageError(`没有引擎 ${text}；可用：${engineNames.join('、')}`)
  return engine
}
