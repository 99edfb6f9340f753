/** Keys of kept bytes in a record: those that a field names as evidence, and what else has the form of a key. */
export interface EvidenceKeys {
  readonly named: readonly string[]
  readonly possible: readonly string[]
}

const key = /^[0-9a-f]{64}$/
const evidenceField = /snapshot|evidence/i

/** Looks into whatever a record holds, so that a kind of event that comes later brings its evidence along. The verify scripts do the same. */
export function evidenceKeys(record: unknown): EvidenceKeys {
  const [named, possible]: [string[], string[]] = [[], []]
  walk(record, '')
  return { named, possible }

  function walk(value: unknown, field: string): void {
    if (typeof value === 'string') {
      if (key.test(value)) (evidenceField.test(field) ? named : possible).push(value)
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, field)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) walk(item, name)
    }
  }
}
