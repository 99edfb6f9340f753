import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where a command finds its configuration and keeps its data. */
export interface Place {
  readonly config?: string
  readonly data?: string
}

/** The first user's configuration is the product's own default. */
export function configDirectory(place: Place): string {
  return place.config ?? fileURLToPath(new URL('../config/shirongyuanlin', import.meta.url))
}

export function dataDirectory(place: Place): string {
  return path.resolve(place.data ?? 'data')
}
