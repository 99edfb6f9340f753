import { reviewFacts } from '../../core/archive/review-facts.ts'
import { VoiceCounter } from '../../core/archive/voice-curve.ts'
import { archive } from '../../core/incident/archive.ts'
import { review } from '../../core/incident/review.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { archiveRules } from './archive-rules.ts'
import { acknowledge } from '../../core/incident/acknowledge.ts'
import { accept } from '../../core/incident/accept.ts'
import { assign } from '../../core/incident/assign.ts'
import { close } from '../../core/incident/close.ts'
import { dismiss } from '../../core/incident/dismiss.ts'
import { mergeInto } from '../../core/incident/merge.ts'
import { openSupervision } from '../../core/incident/unfinished.ts'
import { waive } from '../../core/incident/waive.ts'
import { workflowStateOf, type WorkflowState } from '../../core/incident/workflow.ts'
import { leader, officer, analyst, otherAnalyst, person } from './incidents.ts'
import type { Policy } from '../../core/policy.ts'
import { safety, StagedDesk, stagedPolicy } from './staged-desk.ts'

/** Something that verbs or a machine do to a matter, so that another verb has what it is about. */
export type Deed = (desk: StagedDesk) => Promise<unknown>

const nothing: Deed = () => Promise.resolve()
const handler = person('承办人甲', ['handler'], 'safety')

/** How each state is come to, from one that is open and new. */
const ways: Readonly<Record<WorkflowState, readonly Deed[]>> = {
  new: [],
  acknowledged: [acknowledged],
  assigned: [acknowledged, assigned],
  accepted: [acknowledged, assigned, accepted],
  closed: [acknowledged, assigned, accepted, closed],
  dismissed: [(desk) => dismissedBy(desk, analyst), (desk) => dismissedBy(desk, otherAnalyst)],
  filed: [acknowledged, assigned, accepted, closed, reviewed, filed],
  merged: [(desk) => desk.act('2026-09-10 10:08', officer, (state, context) => mergeInto(state, { into: 'inc-other', reason: '同一件事' }, context))]
}

/**
 * A matter in this state, come to by its verbs. `first` is done while it is new, `last` when it is in the state, if it is still open.
 * @throws Error when the verbs led elsewhere
 */
export async function matterIn(
  state: WorkflowState,
  { first = nothing, last = nothing, under = stagedPolicy }: { first?: Deed; last?: Deed; under?: Policy } = {}
): Promise<StagedDesk> {
  const desk = new StagedDesk()
  await desk.open('II', '2026-09-10 10:00', { under })
  await desk.write('2026-09-10 10:00', { type: 'departments-proposed', departments: [safety] })
  await first(desk)
  // A unit under supervision keeps a matter from being filed: there its verbs have nothing to be about.
  if (state === 'filed' && openSupervision(desk.document.state).length > 0) return matterIn(state, { last, under })
  for (const deed of ways[state]) await deed(desk)
  if (desk.document.state.status === 'open') await last(desk)
  const reached = workflowStateOf(desk.document.state)
  if (reached !== state) throw new Error(`the verbs led to ${reached}, not ${state}`)
  return desk
}

function acknowledged(desk: StagedDesk): Promise<unknown> {
  return desk.act('2026-09-10 10:05', officer, (state, context) => acknowledge(state, { note: '' }, context))
}

function assigned(desk: StagedDesk): Promise<unknown> {
  return desk.act('2026-09-10 10:06', officer, (state, context) => assign(state, { departments: [safety], instruction: '请核实' }, context))
}

function accepted(desk: StagedDesk): Promise<unknown> {
  return desk.act('2026-09-10 10:07', handler, (state, context, events) => accept(state, { departmentId: 'safety' }, context, events))
}

export async function waived(desk: StagedDesk): Promise<void> {
  for (const { kind, settled } of desk.document.state.countdowns) {
    if (settled === null) await desk.act('2026-09-10 10:08', leader, (state, context) => waive(state, { kind, reason: '另行说明' }, context))
  }
}

async function closed(desk: StagedDesk): Promise<void> {
  await waived(desk)
  const command = { reason: '处置完毕', despite: '已当面报告' }
  await desk.act('2026-09-10 10:09', leader, (state, context) => close(state, command, context))
}

function dismissedBy(desk: StagedDesk, who: typeof analyst): Promise<unknown> {
  return desk.act('2026-09-10 10:08', who, (state, context) => dismiss(state, { reason: '核实为误传' }, context))
}

function reviewed(desk: StagedDesk): Promise<unknown> {
  return desk.act('2026-09-10 10:10', analyst, (state, context) =>
    review(state, { facts: reviewFacts(state, new VoiceCounter(null).result()), form: reviewForm }, context)
  )
}

function filed(desk: StagedDesk): Promise<unknown> {
  return desk.act('2026-09-10 10:11', officer, (state, context) => archive(state, desk.document.events, filingOf(desk.document), context))
}

export const reviewForm = { wentWell: '', wentBadly: '', lessons: '早发', rulesToChange: '' }

/** A package of the timeline as it is. */
export function filingOf({ events }: Pick<IncidentDocument, 'events'>): Parameters<typeof archive>[2] {
  const made = { file: '2026-0001.tar', bytes: 1, root: 'r', mentions: 0, evidence: 0, missing: 0 }
  return { rules: archiveRules, number: 'WS·2026-Y-0001', package: { ...made, headHash: events.at(-1)?.hash ?? '' } }
}
