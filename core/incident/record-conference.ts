import { anchorWords } from '../countdown.ts'
import { RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { demandAbout } from './about-incident.ts'
import { countingAnchor } from './anchor.ts'
import { begin, type CommandContext } from './command.ts'
import { demandHeld } from './conference-report.ts'
import type { PublishedPage } from './published-page.ts'
import { demandSince } from './record-release.ts'
import { isSamePage } from './same-page.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface RecordConference extends PublishedPage {
  readonly venue: string
  readonly speaker: string
  readonly heldAt: Instant
}

/** 记录新闻发布会: held, not scheduled, with venue, speaker, time and a page of ours or of the media that says so. */
export function recordConference(state: IncidentState, command: RecordConference, context: CommandContext): Decision {
  begin(state, context, 'incident.record-conference')
  if (command.venue.trim() === '' || command.speaker.trim() === '') throw new RefusedError('请填写发布会地点和发言人')
  demandSince(state, command.evidence)
  const anchor = countingAnchor(state.policy, state.anchors)
  if (anchor !== null && command.heldAt < anchor.at) throw new RefusedError(`发布会的举行时间早于本事件的${anchorWords[anchor.kind]}，请核对`)
  if (command.heldAt > context.now) throw new RefusedError('发布会尚未召开：只有已召开的发布会才能停止计时')
  demandHeld(command, command.heldAt)
  demandAbout(state, command, '发布会的证明')
  if (state.conferences.some((page) => page.lost === undefined && isSamePage(page, command.evidence))) return []
  return [
    {
      type: 'press-conference-recorded',
      evidence: command.evidence,
      venue: command.venue.trim(),
      speaker: command.speaker.trim(),
      heldAt: command.heldAt
    }
  ]
}
