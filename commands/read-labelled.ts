import { z } from 'zod'
import { systemClock } from '../adapters/clock.ts'
import { sha256 } from '../adapters/hash.ts'
import { InvalidInputError } from '../core/errors.ts'
import { Label } from '../core/evaluation/label.ts'
import type { Mention } from '../core/mention.ts'
import { readLine } from '../crawlers/import/import.ts'
import { readNonBlankLines } from './read-mentions.ts'

const Labelled = z.looseObject({ expected: Label.optional() })

/** The mentions of a JSONL file with their `expected`; null where a line has none. @throws InvalidInputError naming file and line; UsageError */
export async function* readLabelled(file: string): AsyncGenerator<{ readonly mention: Mention; readonly label: Label | null }> {
  for await (const { text, place } of readNonBlankLines(file)) {
    const mention = readLine(text, file, 'auto', place, { clock: systemClock, sha256, drill: false })
    const labelled = Labelled.safeParse(JSON.parse(text ?? ''))
    if (!labelled.success) {
      const faults = labelled.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      throw new InvalidInputError(`${place}: ${faults.join('; ')}`, { metadata: { place } })
    }
    yield { mention, label: labelled.data.expected ?? null }
  }
}
