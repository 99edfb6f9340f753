import type { IncidentDocument } from '../incident/state.ts'
import type { MentionStore } from '../ports.ts'
import { eachMentionPage } from './each-mention.ts'
import { firstReleaseAt } from './review-facts.ts'
import { VoiceCounter, type VoiceCurve } from './voice-curve.ts'

/** Reads every mention of an incident and of those merged into it, once. */
export async function countVoices(
  mentions: Pick<MentionStore, 'search'>,
  { id, state }: Pick<IncidentDocument, 'id' | 'state'>
): Promise<VoiceCurve> {
  const counter = new VoiceCounter(firstReleaseAt(state))
  for await (const page of eachMentionPage(mentions, [id, ...state.absorbed])) for (const stored of page) counter.add(stored)
  return counter.result()
}
