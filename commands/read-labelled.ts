import { z } from 'zod'
import { nearestName } from '../config/suggest.ts'
import type { Department } from '../core/department.ts'
import { InvalidInputError } from '../core/errors.ts'
import { Label } from '../core/evaluation/label.ts'
import type { Mention } from '../core/mention.ts'
import { reasonsOf } from '../core/schema-words.ts'
import { mentionOf, readEachLine } from './read-mentions.ts'
import type { Refusals } from './refusals.ts'

const Labelled = z.looseObject({ expected: Label.optional() })

interface LabelledMention {
  readonly mention: Mention
  readonly label: Label | null
}

/**
 * The mentions of a JSONL file with their `expected`, null where a line has none; departments by the names that the
 * configuration has for them. Lines that are no labelled mention are told and left out.
 * @throws UsageError when the file cannot be read
 */
export function readLabelled(file: string, departments: readonly Department[], refusals: Refusals): AsyncGenerator<LabelledMention> {
  return readEachLine(file, refusals, (text, place) => {
    const mention = mentionOf(text, file, place)
    const labelled = Labelled.safeParse(JSON.parse(text))
    if (!labelled.success) throw refused(place, reasonsOf(labelled.error).join('；'))
    const { expected } = labelled.data
    return { mention, label: expected === undefined ? null : withNames(expected, departments, place) }
  })
}

/** A department goes by its id, its name and its other names: whichever a label has, it is counted as one. */
function withNames(label: Label, departments: readonly Department[], place: string): Label {
  if (label.departments === undefined) return label
  const names = label.departments.map((given) => {
    const known = departments.find(({ id, name, aliases }) => id === given || name === given || aliases.includes(given))
    if (known !== undefined) return known.name
    const near = nearestName(
      given,
      departments.flatMap(({ id, name }) => [id, name])
    )
    throw refused(place, `expected.departments: 没有这个部门：${given}${near === null ? '' : `，是否应为 ${near}?`}`)
  })
  return { ...label, departments: [...new Set(names)] }
}

function refused(place: string, reason: string): InvalidInputError {
  return new InvalidInputError(`${place}: ${reason}`, { metadata: { place } })
}
