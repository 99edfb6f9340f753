import { canonicalJson } from '../canonical-json.ts'
import type { Rule, RulePack } from '../rule.ts'

/** Rules of a pack that are new or say something else than before; all of them where the pack's subject, by which departments are found, did. */
export function changedRules(before: RulePack | null, after: RulePack): Rule[] {
  if (before === null || before.subject !== after.subject) return after.rules
  const known = new Map(before.rules.map((rule) => [rule.id, canonicalJson(rule)]))
  return after.rules.filter((rule) => known.get(rule.id) !== canonicalJson(rule))
}
