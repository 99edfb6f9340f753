import { z } from 'zod'

export const FactStatus = z.enum(['checking', 'verified', 'refuted'])
export type FactStatus = z.infer<typeof FactStatus>

export const factStatusWords = { checking: '正在核实', verified: '已核实', refuted: '不属实' } as const satisfies Record<FactStatus, string>

/** 核实: one word on one stated fact. What is stated anew with another value is another fact. */
export const FactCheck = z.object({
  /** `deaths`, `place`, `occurred`, or words of a person's own. */
  fact: z.string(),
  /** What is stated: `3`, `临江区`. */
  value: z.string(),
  status: FactStatus,
  /** From whom it is known: 区应急局值班室电话. */
  source: z.string(),
  note: z.string()
})
export type FactCheck = z.infer<typeof FactCheck>
