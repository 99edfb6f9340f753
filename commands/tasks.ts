import { sha256, strongRandom } from '../adapters/hash.ts'
import { systemClock } from '../adapters/clock.ts'
import type { Person } from '../core/actor.ts'
import { NotFoundError } from '../core/errors.ts'
import type { CommandContext } from '../core/incident/command.ts'
import { finishTask } from '../core/incident/finish-task.ts'
import { followAll } from '../core/incident/follow-all.ts'
import { followChecklists } from '../core/incident/follow-checklists.ts'
import { followConflicts } from '../core/incident/follow-conflicts.ts'
import { followStages } from '../core/incident/follow-stages.ts'
import { returnTask } from '../core/incident/return-task.ts'
import type { IncidentState } from '../core/incident/state.ts'
import { isTaskRunning, ownerWords, taskSourceWords, type Task } from '../core/incident/task.ts'
import { update, type Decision, type IncidentWriter } from '../core/incident/update.ts'
import { workOf } from '../core/incident/work.ts'
import { chinaWallTime } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import type { IncidentHint } from '../core/records.ts'
import { loadProductConfig } from '../system.ts'
import { result, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import { configDirectory, type Place } from './place.ts'
import { padded } from './table.ts'

export interface TaskOptions extends Place {
  readonly department?: string
  readonly all?: boolean
  readonly json?: boolean
  /** Login of who does it; the rights are that person's. */
  readonly by?: string
  readonly text?: string
}

const mostListed = 10_000

/** `tasks list | done INCIDENT TASK | return INCIDENT TASK`: as the API does it, in the name of a person. */
export async function tasks(action: string, incident: string | undefined, task: string | undefined, options: TaskOptions): Promise<void> {
  if (action === 'list') return await withStores(options, (stores) => list(stores, options))
  if (action !== 'done' && action !== 'return') throw new UsageError(`tasks 没有动作 ${action}；可用：list、done、return`)
  const { by, text } = options
  if (incident === undefined || task === undefined) throw new UsageError(`tasks ${action} 需要事件编号和任务编号`)
  if (by === undefined || text === undefined)
    throw new UsageError(`tasks ${action} 需要 --by 登录名 和 --text ${action === 'done' ? '完成情况' : '理由'}`)
  const id = /^\d+$/.test(task) ? `task/${task}` : task
  const decide = (state: IncidentState, context: CommandContext): Decision =>
    action === 'done'
      ? finishTask(state, { task: id, statement: text, evidence: [] }, context)
      : returnTask(state, { task: id, reason: text }, context)
  await withStores(
    options,
    (stores) => write(stores, options, { incident, by, decide, action: `incident.${action === 'done' ? 'finish' : 'return'}-task` }),
    {
      writes: true
    }
  )
}

async function list({ incidents }: Stores, { department, all = false, json = false }: TaskOptions): Promise<void> {
  const now = systemClock.now()
  const rows: { incidentId: string; title: string; task: Task; owner: string; overdue: boolean }[] = []
  for (const { id, state } of await incidents.list({ limit: mostListed, ...(all ? {} : { status: ['open'] }) })) {
    const lead = state.departments.find(({ role }) => role === 'lead')
    for (const task of workOf(state).tasks) {
      const { owner } = task
      const owing = owner.kind === 'department' ? owner.id : owner.kind === 'lead' ? lead?.id : undefined
      if ((!all && !isTaskRunning(task)) || (department !== undefined && owing !== department)) continue
      rows.push({ incidentId: id, title: state.title, task, owner: ownerWords(owner), overdue: isTaskRunning(task) && task.dueAt <= now })
    }
  }
  rows.sort((a, b) => (a.task.dueAt < b.task.dueAt ? -1 : a.task.dueAt > b.task.dueAt ? 1 : 0))
  if (json) for (const { task, ...rest } of rows) await result({ ...rest, ...task })
  else for (const line of padded(rows.map(cells))) await result(line)
}

function cells({
  incidentId,
  title,
  task,
  owner,
  overdue
}: {
  incidentId: string
  title: string
  task: Task
  owner: string
  overdue: boolean
}): string[] {
  const state = isTaskRunning(task)
    ? overdue
      ? '已超时'
      : task.state === 'returned'
        ? '已退回'
        : '进行中'
    : task.state === 'done'
      ? '已完成'
      : '已撤回'
  return [chinaWallTime(task.dueAt), state, taskSourceWords[task.source], owner, incidentId, task.id, `${oneLine(task.text)}｜${oneLine(title)}`]
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

interface Deed {
  readonly incident: string
  readonly by: string
  readonly action: string
  readonly decide: (state: IncidentState, context: CommandContext) => Decision
}

async function write(stores: Stores, place: Place, { incident, by, action, decide }: Deed): Promise<void> {
  const actor = await personOf(stores, by)
  const config = await loadProductConfig(configDirectory(place))
  const now = systemClock.now()
  const writer: IncidentWriter = {
    store: stores.incidents,
    sha256,
    follow: followAll(followStages(config.calendar), followConflicts, followChecklists(config.checklists)),
    async announce({ id, version }) {
      const hint: IncidentHint = { schema: 1, incidentId: id, version, fetchedElapsedMs: null }
      await stores.log.append('incidents', [{ key: id, value: JSON.stringify(hint) }])
    }
  }
  const change = { at: now, actor, cause: `command:${Buffer.from(strongRandom(16)).toString('hex')}` }
  const document = await update(writer, incident, change, (state) => decide(state, { now, actor }))
  await stores.audit.append([{ at: now, actor, action, subject: incident, detail: '已办;命令行' }])
  await result(`已记录：${document.id} 第 ${document.events.length} 条`)
}

async function personOf({ accounts }: Stores, login: string): Promise<Person> {
  const account = await accounts.byLogin(login)
  if (account === null || account.disabled) throw new NotFoundError(`没有登录名为 ${login} 的人员`)
  const { id, name, roles, departmentId } = account
  return { kind: 'person', id, name, roles: [...roles], departmentId }
}
