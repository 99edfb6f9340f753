import { addMs, chinaWallTime, dayMs, hourMs, minuteMs, type Instant } from '../instant.ts'
import { promisedMoment } from '../promised-moment.ts'
import { releaseRules, updateWithinDays } from '../release-policy.ts'
import { allowanceWords } from '../staged-countdown.ts'
import { sentencesOf, type WordingForm } from '../wording-draft.ts'
import { runningStages } from './stages.ts'
import type { IncidentState } from './state.ts'
import { rulesFor } from './wanted-stages.ts'

/** A sentence that promises to speak again. */
const promise = /(?:再次|下次|下一次|续报|继续|后续|随后|届时)[^。；;！!？?\n]*(?:发布|通报|公布|公告)/u

/** What is wrong with when a wording says that there will be news: no moment, one that is over, or one too far away. */
export function updateFaults(state: IncidentState, text: string, form: WordingForm | undefined, now: Instant): string[] {
  if (form === undefined)
    return sentencesOf(text)
      .filter((one) => promise.test(one))
      .flatMap((one) => momentFaults(state, one, now, false))
  const section = form.sections.find(({ field }) => field === 'next-update')?.text.trim() ?? ''
  return section === '' || section.includes('【待核') ? [] : momentFaults(state, section, now, true)
}

function momentFaults(state: IncidentState, text: string, now: Instant, isNeeded: boolean): string[] {
  const moment = promisedMoment(text, now)
  const said = `「${text.trim().slice(0, 60)}」`
  if (moment === 'regular') return []
  if (moment === null) return isNeeded ? [`${said}没有写明下次发布的具体时间，请写明月、日、时`] : []
  if (moment.over <= now) return [`${said}所写的下次发布时间已经过去，请改为将来的时间`]
  const { latest, why } = latestUpdate(state, now)
  return moment.from <= latest ? [] : [`${said}所写的下次发布时间太远，最迟为 ${chinaWallTime(latest)}（${why}）`]
}

/** The time that the policy gives until the next news, from the last moment at which this wording would be published in time. */
function latestUpdate(state: IncidentState, now: Instant): { readonly latest: Instant; readonly why: string } {
  const published = [
    ...state.countdowns.filter(({ kind, settled }) => settled === null && (kind === 'authoritative-release' || kind === 'reply')),
    ...runningStages(state).filter(({ kind }) => kind === 'next-update')
  ].reduce((latest, { dueAt }) => (dueAt > latest ? dueAt : latest), now)
  const stage = rulesFor(state.policy.staged?.rules ?? [], state).find(({ kind }) => kind === 'next-update')?.stages[0]
  if (stage !== undefined && !('workingDays' in stage.within)) {
    const ms = 'hours' in stage.within ? stage.within.hours * hourMs : stage.within.minutes * minuteMs
    return { latest: addMs(published, ms), why: `${stage.words}时限 ${allowanceWords(stage.within)}，${stage.source}` }
  }
  const rules = releaseRules(state.policy)
  const days = updateWithinDays(rules)
  return { latest: addMs(published, days * dayMs), why: `${days}天，${rules.source}` }
}
