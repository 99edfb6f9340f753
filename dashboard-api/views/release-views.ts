import { roleWords } from '../../core/actor.ts'
import { differenceWords } from '../../core/compare-wording.ts'
import { awaitsRelease } from '../../core/incident/release.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import { approvedWording, awaitedStep, wordingsInForce } from '../../core/incident/wording.ts'
import { waitingWordings } from '../../core/publicity-news.ts'
import { releaseRules, wordingSteps, type WordingStep } from '../../core/release-policy.ts'
import type { IncidentDetail } from '../contract.ts'
import { involvedIds, wordsOfStanding } from './wording-desk.ts'
import { actorName } from './words.ts'

/** Those that still wait for a word; once the clock stands there is nothing to confirm. */
export function proposalViews(state: IncidentState): IncidentDetail['releaseProposals'] {
  if (!awaitsRelease(state)) return []
  return (state.releaseProposals ?? []).map((proposal) => ({ ...proposal, words: differenceWords(proposal.comparison) }))
}

/** Each page that showed a conference, with what was recorded of it. */
export function conferenceViews({ events, state }: Pick<IncidentDocument, 'events' | 'state'>): IncidentDetail['conferences'] {
  return state.conferences.map((page) => {
    const recorded = events.findLast(
      ({ body }) => body.type === 'press-conference-recorded' && body.evidence.url === page.url && body.evidence.fetchedAt === page.fetchedAt
    )?.body
    const { heldAt, venue, speaker } = recorded?.type === 'press-conference-recorded' ? recorded : { heldAt: null, venue: null, speaker: null }
    return { ...page, heldAt, venue, speaker }
  })
}

export function wordingViews(state: IncidentState): IncidentDetail['wordings'] {
  const counting = wordingsInForce(state)
  const waiting = waitingWordings(state)
  return (state.wordings ?? []).map((wording) => ({
    version: wording.version,
    text: wording.text,
    draftedAt: wording.draftedAt,
    approvedAt: wording.approvedAt,
    standingWords: wordsOfStanding(state, wording),
    awaits: waiting.includes(wording) ? awaitsView(awaitedStep(wording, state.policy)) : null,
    involvedIds: involvedIds(wording),
    draftedBy: actorName(wording.draftedBy),
    draftedById: wording.draftedBy.kind === 'person' ? wording.draftedBy.id : null,
    approvedBy: wording.approvedBy === null ? null : actorName(wording.approvedBy),
    counts: counting.includes(wording)
  }))
}

function awaitsView(step: WordingStep | null): IncidentDetail['wordings'][number]['awaits'] {
  return step === null ? null : { words: step.words, roles: [...step.roles] }
}

/** What holds for this incident, with or without approved wording. */
export function releaseRulesView(state: IncidentState): IncidentDetail['releaseRules'] {
  const { wording, share, approvers, source } = releaseRules(state.policy)
  const approved = approvedWording(state)
  return {
    words:
      approved !== null
        ? `页面须与已核准的口径（第 ${approved.version} 版）一致 ${Math.floor(share * 100)}% 以上，数字、地名、否定须一字不差，才停止计时`
        : wording === 'required'
          ? '本事件还没有已核准的口径：政策要求先核准口径，此前任何页面都不停止计时'
          : '本事件还没有已核准的口径：政策允许不经比对，本单位渠道上的页面即可停止计时',
    source,
    approvers: [...approvers],
    approverNames: wordingSteps(state.policy).map(({ words, roles }) => `${roles.map((role) => roleWords[role]).join('、')}${words}`)
  }
}
