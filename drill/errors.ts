import { FatalError } from '../core/errors.ts'

export class CityUnreachableError extends FatalError {
  readonly code = 'drill-city-unreachable'
}

/** The desk's server refused or failed what a person of the drill asked of it. */
export class DeskError extends FatalError {
  readonly code = 'drill-desk-refused'
}

/** The folder holds something that is no drill: it is not touched. */
export class NotADrillError extends FatalError {
  readonly code = 'drill-folder-in-use'
}

/** A role that ran as a process of its own ended, or never began. */
export class RoleEndedError extends FatalError {
  readonly code = 'drill-role-ended'
}
