import { countdownState, countdownStateWords, countdownWords } from '../core/countdown.ts'
import type { DrilledIncident, DrillResult } from '../core/drill-run.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { msBetween, type Instant } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import { timelineOf } from '../dashboard-api/views/timeline.ts'
import { gradeName } from '../dashboard-api/views/words.ts'
import type { DrillSummary } from './outcome.ts'

const mostIncidents = 500

/** What the desk keeps of a drill: who did what when, and what of the truth held where it was played to its end. */
export async function drillResult(
  { incidents, mentions, notices }: Pick<Stores, 'incidents' | 'mentions' | 'notices'>,
  play: Pick<DrillResult, 'from' | 'to' | 'speed' | 'playedOut'>,
  judged: Pick<DrillSummary, 'falseIncidents' | 'missedIncidents' | 'expectations'> | null
): Promise<DrillResult> {
  const { requested, accepted, signed } = await notices.counts()
  const documents = await incidents.list({ limit: mostIncidents })
  return {
    ...play,
    mentions: await mentions.count(),
    notices: { requested, accepted, signed },
    incidents: documents.filter(({ state }) => state.status !== 'merged').map((document) => drilled(document, play.to)),
    judgement:
      judged === null
        ? null
        : { falseIncidents: judged.falseIncidents, missedIncidents: judged.missedIncidents, expectations: [...judged.expectations] }
  }
}

export function drilled({ id, state, events }: IncidentDocument, at: Instant): DrilledIncident {
  const openedAt = state.openedAt
  const signing = events.find(({ body, actor }) => body.type === 'acknowledged' && actor.kind === 'person')
  const byPeople = timelineOf(events).filter(({ actor }) => actor.kind === 'person')
  return {
    id,
    title: state.title,
    gradeWords: gradeName(state.grade),
    openedAt,
    signed:
      signing?.actor.kind === 'person' ? { at: signing.at, by: signing.actor.name, afterMs: Math.max(0, msBetween(openedAt, signing.at)) } : null,
    clocks: state.countdowns.map((countdown) => {
      const now = countdownState(countdown, at)
      return { words: countdownWords[countdown.kind], dueAt: countdown.dueAt, stateWords: countdownStateWords[now], overdue: now === 'overdue' }
    }),
    deeds: byPeople.map(({ at, actor, title }) => ({ at, by: actor.name, words: title }))
  }
}
