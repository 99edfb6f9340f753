import type { Config } from '../config/schema.ts'
import type { Clock } from '../core/clock.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { Follow } from '../core/incident/follow.ts'
import type { IncidentWriter } from '../core/incident/update.ts'
import type { DeadLetters, Logger, Random, Stores } from '../core/ports.ts'
import type { Web } from './web.ts'

/** What stands before any role: the configuration, the stores of the engine, and the ports to the world. */
export interface Ground {
  /** Departments are those in force: of the files, with what people changed on the screen. */
  readonly config: Config
  readonly configuredDepartments: Config['departments']
  /** `config.sources` are those in force: of the files, and those that people added on the screen. */
  readonly configuredSources: Config['sources']
  readonly stores: Stores & { close(): Promise<void> }
  readonly writer: IncidentWriter
  /** What every role's changes of incidents bring with them. */
  readonly follow: Follow
  readonly web: () => Promise<Web>
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly logger: Logger
  readonly random: Random
  readonly sha256: Sha256
  /** Names this process wherever several share a store. */
  readonly holder: string
  readonly drill: boolean
  /** Address under which people reach the dashboard when a proxy stands in front; null when none is known. */
  readonly publicUrl: string | null
}
