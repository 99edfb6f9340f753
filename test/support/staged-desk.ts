import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { sha256 } from '../../adapters/hash.ts'
import { machine, type Actor } from '../../core/actor.ts'
import type { DepartmentShare } from '../../core/assessment.ts'
import { findFault } from '../../core/incident/chain.ts'
import type { CommandContext } from '../../core/incident/command.ts'
import type { IncidentEvent, IncidentEventBody } from '../../core/incident/events.ts'
import { followStages } from '../../core/incident/follow-stages.ts'
import { stageName, type IncidentStage } from '../../core/incident/incident-stage.ts'
import { stagesOf } from '../../core/incident/stages.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import { create, update, type Decision, type IncidentWriter } from '../../core/incident/update.ts'
import { chinaWallTime, type Instant } from '../../core/instant.ts'
import { Policy } from '../../core/policy.ts'
import { stageState } from '../../core/stage-clock.ts'
import { StagedCountdowns } from '../../core/staged-countdown.ts'
import type { WorkingCalendar } from '../../core/working-calendar.ts'
import { at, openingOf, policy } from './incidents.ts'
import { RacingIncidentStore } from './racing-incident-store.ts'
import { shippedCalendar } from './shipped-calendar.ts'

/** The rules as they are shipped. */
export const shippedStages: StagedCountdowns = StagedCountdowns.parse(
  parse(readFileSync(new URL('../../config/staged-countdowns.yaml', import.meta.url), 'utf8'))
)
export const stagedPolicy: Policy = Policy.parse({ ...policy, staged: shippedStages })

/** `2026-09-10 10:00` in Shanghai. */
export function moment(text: string): Instant {
  return at(text.slice(11), text.slice(0, 10))
}

export const safety: DepartmentShare = { id: 'safety', name: '安全处', role: 'lead', reason: '测试' }
export const transport: DepartmentShare = { id: 'transport', name: '交通处', role: 'assist', reason: '测试' }

/** One incident on a desk whose writer starts stages. */
export class StagedDesk {
  readonly incidents = new RacingIncidentStore()
  calendar: WorkingCalendar = shippedCalendar
  #causes = 0

  get writer(): IncidentWriter {
    return { store: this.incidents, sha256, announce: () => Promise.resolve(), follow: followStages(this.calendar) }
  }

  /** Opens it as a machine does. */
  async open(
    grade: 'I' | 'II' | 'III' | 'IV',
    when: string,
    { detected = when, under = stagedPolicy }: { detected?: string; under?: Policy } = {}
  ): Promise<IncidentDocument> {
    const anchor = { kind: 'detected', at: moment(detected), precision: 'second', setBy: 'machine', reason: '本系统首次发现的时刻' } as const
    const bodies = openingOf(grade, [anchor]).map((body) => (body.type === 'opened' ? { ...body, policy: under } : body))
    return await create(this.writer, 'inc-test', { at: moment(when), actor: machine('pipeline'), cause: 'open' }, bodies, null)
  }

  /** What somebody decides at a moment. */
  async act(
    when: string,
    actor: Actor,
    decide: (state: IncidentState, context: CommandContext, events: readonly IncidentEvent[]) => Decision
  ): Promise<IncidentDocument> {
    const change = { at: moment(when), actor, cause: `act:${++this.#causes}` }
    return await update(this.writer, 'inc-test', change, (state, events) => decide(state, { now: change.at, actor }, events))
  }

  /** What a machine writes at a moment. */
  async write(when: string, ...bodies: IncidentEventBody[]): Promise<IncidentDocument> {
    return await this.act(when, machine('pipeline'), () => bodies)
  }

  get document(): IncidentDocument {
    const document = this.incidents.documents.get('inc-test')
    if (document === undefined) throw new Error('nothing was opened')
    const fault = findFault(sha256, document.events)
    if (fault !== null) throw new Error(fault)
    return document
  }

  clock(id: string): IncidentStage {
    const found = stagesOf(this.document.state).find((clock) => clock.id === id)
    if (found === undefined) throw new Error(`no stage ${id}`)
    return found
  }

  /** `上报·电话报告 10:30 running` of every stage. */
  clocks(when: string): string[] {
    return stagesOf(this.document.state).map((clock) => `${stageName(clock)} ${chinaWallTime(clock.dueAt)} ${stageState(clock, moment(when))}`)
  }
}
