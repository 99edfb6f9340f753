import type { Person } from './actor.ts'
import type { DrillOrder, DrillScenario } from './drill-run.ts'

/** Where a person goes to take a seat: the port of the drill's own desk, and a path that lets in once. */
export interface DrillEntry {
  readonly port: number
  readonly path: string
}

/** Drills that are started from the desk: each a system of its own beside it. */
export interface Drills {
  scenarios(): Promise<readonly DrillScenario[]>
  /** Resolves with the id of the run once it is on its way. @throws AlreadyRunningError while one runs, NotFoundError for an unknown scenario */
  start(order: DrillOrder, by: Person): Promise<string>
  /** Null: the drill does not run in this process, or has no such seat. */
  enter(seat: string, person: Pick<Person, 'id' | 'name'>): Promise<DrillEntry | null>
}
