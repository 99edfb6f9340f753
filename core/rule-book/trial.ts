import { z } from 'zod'
import { Instant } from '../instant.ts'

/** What a rule did in a trial that whoever saves it must be told of. */
export const FiringFault = z.enum(['never', 'always', 'untried'])
export type FiringFault = z.infer<typeof FiringFault>

/** From this share of what it was tried on a rule tells nothing apart any more. */
const tooOften = 0.5
/** Below this a share says nothing: of three items two are no sign. */
const fewMentions = 20

export const TriedRule = z.object({
  id: z.string(),
  name: z.string(),
  fired: z.number().int().nonnegative(),
  fault: FiringFault.nullable()
})
export type TriedRule = z.infer<typeof TriedRule>

/** What a trial over stored mentions came to, as it is kept with the version. */
export const TrialSummary = z.object({
  from: Instant,
  to: Instant,
  /** Tried. */
  mentions: z.number().int().nonnegative(),
  /** Not tried, since there were too many. */
  left: z.number().int().nonnegative(),
  appear: z.number().int().nonnegative(),
  vanish: z.number().int().nonnegative(),
  grade: z.number().int().nonnegative(),
  department: z.number().int().nonnegative(),
  /** Rules that are new or changed. */
  rules: z.array(TriedRule)
})
export type TrialSummary = z.infer<typeof TrialSummary>

/** Nobody saves a rule that never or always fires without being told. Where there was nothing to try it on, nobody knows: that is told too. */
export function firingFault(fired: number, mentions: number): FiringFault | null {
  if (mentions === 0) return 'untried'
  if (fired === 0) return 'never'
  return fired === mentions || (mentions >= fewMentions && fired / mentions >= tooOften) ? 'always' : null
}

/** For people to read. */
export function faultWords({ name, fired, fault }: TriedRule, mentions: number): string {
  switch (fault) {
    case 'untried':
      return `规则「${name}」没有可回测的信息，会不会命中无从知道`
    case 'never':
      return `规则「${name}」从不命中：回测 ${mentions} 条，0 条命中`
    case 'always':
      return `规则「${name}」几乎总是命中：回测 ${mentions} 条，${fired} 条命中，分不出要看的信息`
    case null:
      return `规则「${name}」命中 ${fired} 条`
    default:
      return fault satisfies never
  }
}

/** Rules that must be named again by whoever saves or approves. */
export function rulesToldOf(trial: TrialSummary | null): TriedRule[] {
  return (trial?.rules ?? []).filter(({ fault }) => fault !== null)
}
