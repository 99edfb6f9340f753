import type { MovedNumbers, MoveTarget } from '../../../core/moved.ts'
import { documentNumberKind, type NumberSource } from '../document-numbers.ts'
import { indexOf } from '../index-kind.ts'
import type { StoreDeps } from '../open.ts'
import { countOf, findAll } from './find-all.ts'
import { putAll } from './put-all.ts'

export function documentNumberTarget(deps: StoreDeps): MoveTarget<MovedNumbers> {
  const placeOf = ({ series }: MovedNumbers) => ({ index: indexOf(deps.options, documentNumberKind), id: series })
  return {
    put: (rows) =>
      putAll(
        deps,
        rows.map((row) => ({ ...placeOf(row), source: row satisfies NumberSource }))
      ),
    find: (rows) => findAll<NumberSource>(deps, rows.map(placeOf), ['series', 'documentIds']),
    count: () => countOf(deps, documentNumberKind)
  }
}
