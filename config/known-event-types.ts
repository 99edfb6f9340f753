import type { Config } from './schema.ts'

/** 事件类型 that anything can follow from: those that rules give, and those that checklists, templates and departments are for. */
export function knownEventTypes({
  packs,
  checklists,
  wordingTemplates,
  departments
}: Pick<Config, 'packs' | 'checklists' | 'wordingTemplates' | 'departments'>): string[] {
  const given = packs.flatMap((pack) => pack.rules.flatMap(({ eventType }) => eventType ?? []))
  const used = [...checklists, ...wordingTemplates.templates, ...departments].flatMap(({ eventTypes }) => eventTypes)
  return [...new Set([...given, ...used])]
}
