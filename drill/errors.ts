import { FatalError } from '../core/errors.ts'

export class CityUnreachableError extends FatalError {
  readonly code = 'drill-city-unreachable'
}
