import type { Assessment, Reason } from '../../core/assessment.ts'

/** Of one sort: nobody reads more, and every store and page behind would carry it. */
const mostNamed = 200
const mostMatches = 1000

/** The assessment with the first of what it lists too much of, and a reason that says so. Nothing is cut in silence. */
export function boundLists(assessment: Assessment): Assessment {
  const { places, organisations, rules } = assessment
  const matches = rules.reduce((sum, rule) => sum + rule.matches.length, 0)
  const each = Math.max(1, Math.floor(mostMatches / rules.length))
  const cut: Reason[] = []
  const say = (words: string): void => void cut.push({ step: 'bound-lists', words, weight: 0 })
  if (places.length > mostNamed) say(`文中地名 ${places.length} 处，只列出前 ${mostNamed} 处`)
  if (organisations.length > mostNamed) say(`文中机构名 ${organisations.length} 处，只列出前 ${mostNamed} 处`)
  if (matches > mostMatches) say(`规则命中 ${matches} 处，每条规则只列出前 ${each} 处`)
  if (cut.length === 0) return assessment
  return {
    ...assessment,
    places: places.slice(0, mostNamed),
    organisations: organisations.slice(0, mostNamed),
    rules: matches > mostMatches ? rules.map((rule) => ({ ...rule, matches: rule.matches.slice(0, each) })) : rules,
    reasons: [...assessment.reasons, ...cut]
  }
}
