import { DamagedDataError } from '../../../core/errors.ts'
import type { MovedEvidence, MoveTarget } from '../../../core/moved.ts'
import type { EvidenceStore } from '../../../core/ports.ts'
import { evidenceKind } from '../evidence.ts'
import type { StoreDeps } from '../open.ts'
import { countOf } from './find-all.ts'

/** What is damaged in the source stays there. */
export function evidenceTarget(deps: StoreDeps, evidence: EvidenceStore): MoveTarget<MovedEvidence> {
  return {
    async put(rows) {
      for (const { content } of rows) {
        if (content === null) continue
        const { bytes, ...about } = content
        await evidence.put(bytes, about)
      }
    },
    async find(rows) {
      const found: (MovedEvidence | null)[] = []
      for (const { key } of rows) {
        const content = await readContent(evidence, key)
        found.push(content === null ? null : { key, content })
      }
      return found
    },
    count: () => countOf(deps, evidenceKind)
  }
}

async function readContent(evidence: EvidenceStore, key: string): Promise<MovedEvidence['content']> {
  try {
    return await evidence.get(key)
  } catch (error) {
    if (error instanceof DamagedDataError) return null
    throw error
  }
}
