import { z } from 'zod'
import { Actor, Role, roleWords } from '../actor.ts'
import { Instant } from '../instant.ts'

/** 任务从何而来: a leader's 批示, a 检查单 of the plan, a 会商, 督办, or given out by hand. */
export const TaskSource = z.enum(['instruction', 'checklist', 'meeting', 'supervision', 'hand'])
export type TaskSource = z.infer<typeof TaskSource>

export const taskSourceWords = {
  instruction: '批示',
  checklist: '检查单',
  meeting: '会商',
  supervision: '督办',
  hand: '交办任务'
} as const satisfies Record<TaskSource, string>

/** Who owes it: a department, whoever holds a post, or whichever department leads the matter. `person`: who in particular, as was written. */
export const TaskOwner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('department'), id: z.string(), name: z.string(), person: z.string().nullable() }),
  z.object({ kind: z.literal('role'), role: Role, person: z.string().nullable() }),
  z.object({ kind: z.literal('lead') })
])
export type TaskOwner = z.infer<typeof TaskOwner>

/** A task as it is given out. Its number is its own for good. */
export const GivenTask = z.object({ id: z.string(), text: z.string(), owner: TaskOwner, dueAt: Instant })
export type GivenTask = z.infer<typeof GivenTask>

/** `returned`: its owner says that it is not his, and it waits to be handed to another while its time runs on. */
export const TaskState = z.enum(['open', 'returned', 'done', 'withdrawn'])
export type TaskState = z.infer<typeof TaskState>

export const Task = GivenTask.extend({
  source: TaskSource,
  /** The 批示 itself, the name of the checklist, the topic of the meeting. */
  about: z.string(),
  /** Id of the checklist; null for what comes from none. */
  checklistId: z.string().nullable(),
  givenAt: Instant,
  givenBy: Actor,
  state: TaskState,
  /** The last word on it: what was done, why it was returned, handed on or withdrawn. Null while there is none. */
  word: z.object({ text: z.string(), at: Instant, by: Actor, evidence: z.array(z.string()) }).nullable()
})
export type Task = z.infer<typeof Task>

/** Its time runs: nobody has done it, and nobody took it back. */
export function isTaskRunning({ state }: Pick<Task, 'state'>): boolean {
  return state === 'open' || state === 'returned'
}

export function ownerWords(owner: TaskOwner): string {
  if (owner.kind === 'lead') return '主办部门'
  const name = owner.kind === 'department' ? owner.name : roleWords[owner.role]
  return owner.person === null ? name : `${name} ${owner.person}`
}

/** `任务·核实伤亡（安全处）`; a long text is cut, since titles of notices are short. */
export function taskName({ text, owner }: Pick<Task, 'text' | 'owner'>): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return `任务·${line.length > mostNamed ? `${line.slice(0, mostNamed)}…` : line}（${ownerWords(owner)}）`
}

const mostNamed = 30
