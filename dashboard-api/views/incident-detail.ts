import type { ArchiveRules } from '../../core/archive/rules.ts'
import { anchorWords } from '../../core/countdown.ts'
import { signatureExpiresAt } from '../../core/escalation-lapse.ts'
import { outlookOf } from '../../core/grade-outlook.ts'
import type { Easing } from '../../core/grading.ts'
import { countingAnchor } from '../../core/incident/anchor.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import type { Instant } from '../../core/instant.ts'
import type { NoticeRow } from '../../core/notice.ts'
import type { StoredMention } from '../../core/records.ts'
import { totalCap } from '../../core/search.ts'
import type { Source } from '../../core/source.ts'
import type { IncidentDetail, MentionPage } from '../contract.ts'
import { afterView } from './after-view.ts'
import { incidentRow } from './incident-row.ts'
import { mentionRow } from './mention-row.ts'
import { noticeView } from './notice-view.ts'
import { conferenceViews, proposalViews, releaseRulesView, wordingViews } from './release-views.ts'
import { unstartedStageView } from './stage-view.ts'
import { timelineOf } from './timeline.ts'
import { actorName } from './words.ts'

export interface DetailParts {
  readonly mentions: readonly StoredMention[]
  readonly notices: readonly NoticeRow[]
  readonly sources: readonly Source[]
  readonly easing: Easing | null
  readonly archiveRules: ArchiveRules | null
}

export function incidentDetail(document: IncidentDocument, parts: DetailParts, now: Instant): IncidentDetail {
  const { state } = document
  return {
    ...incidentRow(document, now),
    now,
    jurisdiction: state.jurisdiction,
    summary: state.summary,
    openedBy: actorName(state.openedBy),
    mergedInto: state.mergedInto,
    absorbed: state.absorbed,
    foundingMentionId: state.foundingMentionId,
    gradedAt: state.gradedAt,
    unconfirmedSince: state.unconfirmedSince,
    responseReason: state.responseReason ?? null,
    acknowledgedAt: state.acknowledgedAt,
    acknowledgedBy: state.acknowledgedBy === null ? null : actorName(state.acknowledgedBy),
    heldBy: state.heldBy === undefined ? null : { name: actorName(state.heldBy.actor), since: state.heldBy.since },
    signatureExpiresAt: state.status === 'open' ? signatureExpiresAt(document) : null,
    explanation: state.explanation,
    outlook: outlookOf(state, parts.easing),
    proposal: proposalView(state),
    anchors: anchorViews(state),
    unstartedStages: (state.unstartedStages ?? []).map(unstartedStageView),
    facts: state.facts,
    places: state.places,
    releases: state.releases,
    releaseProposals: proposalViews(state),
    wordings: wordingViews(state),
    releaseRules: releaseRulesView(state),
    conferences: conferenceViews(document),
    after: afterView(state, parts.archiveRules, now),
    policyVersion: state.policy.version,
    timeline: timelineOf(document.events),
    mentions: firstMentions(document, parts.mentions),
    notices: parts.notices.map(noticeView),
    blindSources: state.blindSources.map((id) => ({ id, name: parts.sources.find((source) => source.id === id)?.name ?? id }))
  }
}

function proposalView({ proposal }: IncidentState): IncidentDetail['proposal'] {
  if (proposal === null) return null
  return { ...proposal, by: actorName(proposal.by), byId: proposal.by.kind === 'person' ? proposal.by.id : null }
}

function anchorViews({ policy, anchors }: IncidentState): IncidentDetail['anchors'] {
  const counting = countingAnchor(policy, anchors)
  return anchors.map((anchor) => ({ ...anchor, words: anchorWords[anchor.kind], counts: anchor === counting }))
}

function firstMentions({ rollup }: IncidentDocument, mentions: readonly StoredMention[]): MentionPage {
  const known = Math.max(rollup?.mentions ?? 0, mentions.length)
  return { rows: mentions.map((stored) => mentionRow(stored, false)), total: Math.min(known, totalCap), totalCapped: known > totalCap, cursor: null }
}
