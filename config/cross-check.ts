import { Role } from '../core/actor.ts'
import { CountdownKind } from '../core/countdown.ts'
import { rosterOf } from '../core/escalation-recipients.ts'
import type { EscalationStep } from '../core/policy.ts'
import type { RulePack } from '../core/rule.ts'
import { stageIds } from '../core/staged-countdown.ts'
import { taskClockNames } from '../core/task-clock.ts'
import type { Part, Parts } from './load.ts'
import { checkOwners, checkPackIds, unknown, type PlacedPack } from './pack-checks.ts'
import { checkRosters } from './roster-check.ts'
import type { Extensions } from './schema.ts'
import { checkSource } from './source-check.ts'
import type { Path } from './yaml-file.ts'

/** What no single schema can see: names that point elsewhere, ids that stand twice, settings that belong to a crawler or a channel. */
export function crossCheck(parts: Parts, extensions: Extensions): void {
  checkUnique(parts)
  checkCoordinator(parts)
  checkContacts(parts)
  checkSources(parts, extensions)
  checkOutlets(parts)
  checkChannels(parts, extensions)
  checkRosters(parts)
  checkEscalation(parts)
  const packs = parts.packs.map(placed)
  checkPackIds(packs)
  checkOwners(packs, parts.departments.value)
}

function checkUnique({ departments, contacts, sources }: Parts): void {
  for (const part of [departments, contacts, sources]) {
    const seen = new Set<string>()
    for (const [index, { id }] of part.value.entries()) {
      if (seen.has(id)) part.file.problem([...part.at, index, 'id'], `编号 ${id} 重复`)
      seen.add(id)
    }
  }
}

function checkCoordinator({ departments }: Parts): void {
  const count = departments.value.filter((department) => department.coordinator).length
  if (count !== 1) departments.file.problem(departments.at, `须有且只有一个 coordinator: true 的部门（接收无人认领的事件），现有 ${count} 个`)
}

function checkContacts({ contacts, departments }: Parts): void {
  const ids = departments.value.map((department) => department.id)
  for (const [index, contact] of contacts.value.entries()) {
    if (!Role.safeParse(contact.role).success) contacts.file.problem([...contacts.at, index, 'role'], unknown('角色', contact.role, Role.options))
    if (contact.departmentId !== null && !ids.includes(contact.departmentId)) {
      contacts.file.problem([...contacts.at, index, 'departmentId'], unknown('部门', contact.departmentId, ids))
    }
  }
}

function checkSources({ sources }: Parts, { sourceSettings }: Extensions): void {
  for (const [index, source] of sources.value.entries()) {
    checkSource(sources, index, source)
    sources.file.check(sourceSettings[source.crawler], source.settings, [...sources.at, index, 'settings'])
  }
}

/** A list is fetched as a page of ours, so it has to be one. */
function checkOutlets({ outlets, sources }: Parts): void {
  const origins = outlets.value.map(({ urlPrefix }) => originOf(urlPrefix))
  for (const [index, { watch }] of outlets.value.entries()) {
    for (const [i, list] of watch.entries()) {
      if (!origins.includes(originOf(list)))
        outlets.file.problem([...outlets.at, index, 'watch', i], `列表 ${list} 不在任何发布渠道（urlPrefix）的网站上，无法查看`)
    }
  }
  if (outlets.value.length > 0) return
  for (const [index, { own }] of sources.value.entries()) {
    if (own) sources.file.warn([...sources.at, index, 'own'], '标为本单位的账号，但没有配置发布渠道（outlets），它发的内容不能作为发布')
  }
}

function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0].toLowerCase() ?? url
}

function checkChannels({ channels }: Parts, { channelSettings }: Extensions): void {
  for (const [id, settings] of Object.entries(channels.value)) channels.file.check(channelSettings, settings, [...channels.at, id])
}

function checkEscalation(parts: Parts): void {
  const { policy, rosters } = parts
  const clocks = [...CountdownKind.options, ...taskClockNames, ...Object.entries(stageIds).flatMap(([kind, ids]) => ids.map((id) => `${kind}/${id}`))]
  for (const [index, step] of policy.value.escalation.entries()) {
    checkTelling(parts, policy, ['escalation', index], step)
    if (step.on === 'lapsed' && policy.value.acknowledgement === undefined)
      policy.file.warn([...policy.at, 'escalation', index, 'on'], '政策没有写 acknowledgement（签收有效期），签收不会失效，此步骤永不触发')
    for (const [i, name] of step.countdowns.entries()) {
      if (!clocks.includes(name)) policy.file.problem([...policy.at, 'escalation', index, 'countdowns', i], unknown('时限', name, clocks))
    }
  }
  checkChannelOrder(parts)
  for (const [index, { warn }] of rosters.value.entries()) checkTelling(parts, rosters, [index, 'warn'], warn)
}

/** Whom something is told and over what: names of roles, departments, rosters and channels. */
function checkTelling(
  { channels, rosters }: Parts,
  { file, at }: Pick<Part<unknown>, 'file' | 'at'>,
  where: Path,
  telling: Pick<EscalationStep, 'to' | 'channels'>
): void {
  const known = ['dashboard', ...Object.keys(channels.value)]
  const rosterIds = rosters.value.map(({ id }) => id)
  const targets = [
    ...Role.options,
    'lead-department',
    'assist-departments',
    'clock-department',
    'task-owner',
    'task-leader',
    ...rosterIds.map((id) => `roster:${id}`)
  ]
  for (const [i, channel] of telling.channels.entries()) {
    if (!known.includes(channel)) file.problem([...at, ...where, 'channels', i], unknown('渠道', channel, known))
  }
  for (const [i, to] of telling.to.entries()) {
    if (targets.includes(to)) continue
    const rosterId = rosterOf(to)
    file.problem([...at, ...where, 'to', i], rosterId === null ? unknown('接收对象', to, targets) : unknown('值班表', rosterId, rosterIds))
  }
}

/** 逐级换渠道: the order of the policy, and those of contacts. */
function checkChannelOrder({ policy, contacts, channels }: Parts): void {
  const known = ['dashboard', ...Object.keys(channels.value)]
  const check = ({ file, at }: Pick<Part<unknown>, 'file' | 'at'>, where: Path, order: readonly string[]): void => {
    for (const [i, channel] of order.entries()) if (!known.includes(channel)) file.problem([...at, ...where, i], unknown('渠道', channel, known))
  }
  check(policy, ['stepUp', 'channels'], policy.value.stepUp?.channels ?? [])
  for (const [index, { channelOrder = [] }] of contacts.value.entries()) check(contacts, [index, 'channelOrder'], channelOrder)
}

/** Of a pack whose rules are all there. */
export function placed({ value, file, at }: Part<RulePack>): PlacedPack {
  return { id: value.id, file, at, rules: value.rules.map((rule, index) => ({ rule, index })) }
}
