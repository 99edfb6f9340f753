import type { Client } from '@elastic/elasticsearch'
import { asked } from './client.ts'
import { ForeignTemplateError } from './errors.ts'
import { datedIndexOf, indexOf, templatePriority, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'

/** Somebody else's template that makes an index of ours. */
export interface ForeignTemplate {
  readonly name: string
  readonly priority: number
  /** An index that it would make. */
  readonly index: string
}

/**
 * Templates of others that rank before ours for an index that is still to be made. The server takes the one of the highest
 * priority whose pattern matches the name, and nothing of the rest, so their list tells what it would do.
 */
export async function foreignTemplates(
  { client, options }: Pick<StoreDeps, 'client' | 'options'>,
  kinds: readonly IndexKind[]
): Promise<readonly ForeignTemplate[]> {
  const names = kinds.map((kind) => (kind.dated ? datedIndexOf(options, kind, '2026.01.01') : indexOf(options, kind)))
  return (await higherTemplates(client)).flatMap(({ name, priority, patterns }) => {
    const index = names.find((one) => patterns.some((pattern) => matches(pattern, one)))
    return index === undefined ? [] : [{ name, priority, index }]
  })
}

/** @throws ForeignTemplateError naming them and their priority */
export async function refuseForeignTemplates(deps: Pick<StoreDeps, 'client' | 'options'>, kinds: readonly IndexKind[]): Promise<void> {
  const [first, ...others] = await foreignTemplates(deps, kinds)
  if (first === undefined) return
  throw new ForeignTemplateError([first, ...others].map(foreignTemplateWords).join('；'), {
    metadata: { template: first.name, priority: first.priority }
  })
}

export function foreignTemplateWords({ name, priority, index }: ForeignTemplate): string {
  return (
    `Elasticsearch：他人的索引模板 ${name}（优先级 ${priority}）先于本程序的模板（${templatePriority}）决定 ${index} 的字段与别名，` +
    '其中的数据将无人看见；请调低它的优先级，或把它的 index_patterns 改得不含此名'
  )
}

async function higherTemplates(client: Client): Promise<{ name: string; priority: number; patterns: string[] }[]> {
  const { index_templates: templates } = await asked('读取索引模板', () =>
    client.indices.getIndexTemplate({
      filter_path: ['index_templates.name', 'index_templates.index_template.index_patterns', 'index_templates.index_template.priority']
    })
  )
  return (templates ?? []).flatMap(({ name, index_template: { priority = 0, index_patterns: patterns } }) =>
    priority > templatePriority ? [{ name, priority, patterns: [patterns].flat() }] : []
  )
}

/** A `*` stands for anything. */
function matches(pattern: string, name: string): boolean {
  const [start = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === name
  const end = rest.pop() ?? ''
  let from = start.length
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false
  for (const part of rest) {
    const at = name.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return from <= name.length - end.length
}
