import { Role } from '../core/actor.ts'
import { defaultOwner } from '../core/rule.ts'
import type { Parts } from './load.ts'
import type { Extensions } from './schema.ts'
import { nearestName } from './suggest.ts'

/** What no single schema can see: names that point elsewhere, ids that stand twice, settings that belong to a crawler or a channel. */
export function crossCheck(parts: Parts, extensions: Extensions): void {
  checkUnique(parts)
  checkCoordinator(parts)
  checkContacts(parts)
  checkSources(parts, extensions)
  checkChannels(parts, extensions)
  checkEscalation(parts)
  checkOwners(parts)
}

function checkUnique({ departments, contacts, sources, packs }: Parts): void {
  for (const part of [departments, contacts, sources]) {
    const seen = new Set<string>()
    for (const [index, { id }] of part.value.entries()) {
      if (seen.has(id)) part.file.problem([...part.at, index, 'id'], `编号 ${id} 重复`)
      seen.add(id)
    }
  }
  const ids = new Set<string>()
  const rules = new Set<string>()
  for (const pack of packs) {
    if (ids.has(pack.value.id)) pack.file.problem(['id'], `规则包编号 ${pack.value.id} 重复`)
    ids.add(pack.value.id)
    for (const [index, { id }] of pack.value.rules.entries()) {
      if (rules.has(id)) pack.file.problem(['rules', index, 'id'], `规则编号 ${id} 重复`)
      rules.add(id)
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
  for (const [index, source] of sources.value.entries())
    sources.file.check(sourceSettings[source.crawler], source.settings, [...sources.at, index, 'settings'])
}

function checkChannels({ channels }: Parts, { channelSettings }: Extensions): void {
  for (const [id, settings] of Object.entries(channels.value)) channels.file.check(channelSettings, settings, [...channels.at, id])
}

function checkEscalation({ policy, channels }: Parts): void {
  const known = ['dashboard', ...Object.keys(channels.value)]
  const targets = [...Role.options, 'lead-department', 'assist-departments']
  for (const [index, step] of policy.value.escalation.entries()) {
    const at = [...policy.at, 'escalation', index]
    for (const [i, channel] of step.channels.entries()) {
      if (!known.includes(channel)) policy.file.problem([...at, 'channels', i], unknown('渠道', channel, known))
    }
    for (const [i, to] of step.to.entries()) if (!targets.includes(to)) policy.file.problem([...at, 'to', i], unknown('接收对象', to, targets))
  }
}

/** Who answers for a rule is mostly a department, and may be an office within one; the default stands in packs that other desks use too. */
function checkOwners({ packs, departments }: Parts): void {
  const known = departments.value.flatMap(({ id, name, aliases }) => [id, name, ...aliases])
  for (const pack of packs) {
    for (const [index, { owner }] of pack.value.rules.entries()) {
      if (owner !== defaultOwner && !known.includes(owner))
        pack.file.warn(['rules', index, 'owner'], `${unknown('部门', owner, known)}；若是内设处室可不理会`)
    }
  }
}

function unknown(what: string, given: string, known: readonly string[]): string {
  const near = nearestName(given, known)
  return `没有这个${what}：${given}${near === null ? '' : `，是否应为 ${near}?`}`
}
