import { z } from 'zod'
import { chinaWallTime, Instant } from '../instant.ts'

/** What shows that a stage is fulfilled; each kind of deed has its own. */
export const StageProof = z.discriminatedUnion('kind', [
  /** 电话报告: when, who reported, who received it. */
  z.object({ kind: z.literal('call'), calledAt: Instant, reporter: z.string(), receiver: z.string(), note: z.string() }),
  /** 书面报告: a document number or a kept copy, and the receipt. */
  z.object({
    kind: z.literal('document'),
    sentAt: Instant,
    documentNo: z.string().nullable(),
    /** Evidence key of the copy. */
    evidence: z.string().nullable(),
    receipt: z.string()
  }),
  /** 知晓性回应: that it was received, and who handles it. */
  z.object({ kind: z.literal('notice'), handler: z.string(), text: z.string() }),
  /** 实质答复: facts, handling and result. */
  z.object({ kind: z.literal('answer'), text: z.string() }),
  /** A newer release. */
  z.object({ kind: z.literal('release'), url: z.string(), evidence: z.string() })
])
export type StageProof = z.infer<typeof StageProof>

/** What the record says stopped the clock. */
export function proofWords(proof: StageProof): string {
  switch (proof.kind) {
    case 'call':
      return `${chinaWallTime(proof.calledAt)} 电话报告，报告人${proof.reporter}，接报人${proof.receiver}${proof.note === '' ? '' : `：${proof.note}`}`
    case 'document':
      return `${chinaWallTime(proof.sentAt)} 书面报告，${proof.documentNo === null ? '留存件在案' : `文号 ${proof.documentNo}`}，回执：${proof.receipt}`
    case 'notice':
      return `已知晓，由${proof.handler}办理${proof.text === '' ? '' : `：${proof.text}`}`
    case 'answer':
      return proof.text
    case 'release':
      return proof.url
    default:
      return proof satisfies never
  }
}

export function proofEvidence(proof: StageProof): string | null {
  return proof.kind === 'document' || proof.kind === 'release' ? proof.evidence : null
}
