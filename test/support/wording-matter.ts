import { sha256 } from '../../adapters/hash.ts'
import { machine, type Actor } from '../../core/actor.ts'
import { chainStart, seal } from '../../core/incident/chain.ts'
import type { CommandContext } from '../../core/incident/command.ts'
import type { IncidentEvent } from '../../core/incident/events.ts'
import { replay } from '../../core/incident/evolve.ts'
import { followConflicts } from '../../core/incident/follow-conflicts.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import type { Decision } from '../../core/incident/update.ts'
import type { Instant } from '../../core/instant.ts'
import { Policy } from '../../core/policy.ts'
import { ReleasePolicy } from '../../core/release-policy.ts'
import { anchor, at, openingOf, policy } from './incidents.ts'

/** The steps that the shipped policy has. */
export const threeSteps = ReleasePolicy.parse({
  steps: [
    { id: 'review', words: '审核', roles: ['analyst', 'spokesperson', 'deputy-leader'] },
    { id: 'issue', words: '签发', roles: ['deputy-leader', 'leader'] }
  ]
})

type Verb = (state: IncidentState, context: CommandContext, events: readonly IncidentEvent[]) => Decision

/** An incident that grows by verbs, with what follows from them, as a store would write it. */
export class WordingMatter {
  events: IncidentEvent[] = []

  constructor(release: Policy['release'] = threeSteps, staged?: Policy['staged']) {
    const step = (on: string) => ({ id: on, on, grades: ['II'], to: ['duty-officer'], channels: ['dashboard'], words: `步骤 ${on}`, source: '测试' })
    const own = Policy.parse({ ...policy, escalation: [step('wording-waits'), step('wording-conflict')], release, staged })
    const [opening, ...rest] = openingOf('II', [anchor('first-published', at('08:00'))])
    if (opening?.type !== 'opened') throw new Error('an incident begins with its opening')
    this.add([{ ...opening, policy: own }, ...rest], at('08:05'))
  }

  get state(): IncidentState {
    return replay('inc-test', this.events)
  }

  get document(): IncidentDocument {
    return { id: 'inc-test', version: 1, events: this.events, state: this.state, rollup: null }
  }

  add(bodies: Decision, now: Instant, actor: Actor = machine('pipeline')): this {
    const before = this.events.length === 0 ? null : this.state
    this.#append(bodies, now, actor)
    this.#append(followConflicts({ before, bodies, after: this.state, events: this.events }), now, actor)
    return this
  }

  /** A person does one thing; refused, it throws and nothing changes. */
  do(actor: Actor, clock: string, verb: Verb): this {
    const context = { now: at(clock), actor }
    return this.add(verb(this.state, context, this.events), context.now, actor)
  }

  #append(bodies: Decision, now: Instant, actor: Actor): void {
    for (const body of bodies) {
      const seq = this.events.length + 1
      this.events.push(seal(sha256, { seq, id: `cause-${seq}`, at: now, actor, body, previous: this.events.at(-1)?.hash ?? chainStart }))
    }
  }
}
