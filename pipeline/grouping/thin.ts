import type { Member } from '../../core/incident/digest.ts'

const mostShared = 4000

/**
 * Keeps of many members what they have in common once: the places, departments and words of an incident are the same in
 * most of its mentions, and an open one keeps them for weeks.
 */
export function createThinner(): (member: Member) => Member {
  const known = new Map<string, unknown>()
  const share = <T>(value: T): T => {
    const key = JSON.stringify(value)
    const before = known.get(key)
    if (before !== undefined) return before as T
    // Whatever is still told comes back soon.
    if (known.size >= mostShared) known.clear()
    known.set(key, value)
    return value
  }
  return (member) => {
    const { mention, opening, assessment } = member
    return {
      ...member,
      mention: {
        ...mention,
        source: share(mention.source),
        sourceKind: share(mention.sourceKind),
        title: share(mention.title),
        engagement: share(mention.engagement)
      },
      opening: share(opening),
      assessment: {
        ...assessment,
        facts: share(assessment.facts),
        occurred: share(assessment.occurred),
        places: share(assessment.places),
        departments: share(assessment.departments),
        sentiment: share(assessment.sentiment),
        eventType: share(assessment.eventType),
        jurisdiction: share(assessment.jurisdiction)
      }
    }
  }
}
