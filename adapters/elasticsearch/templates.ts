import type { estypes } from '@elastic/elasticsearch'
import { canonicalJson } from '../../core/canonical-json.ts'
import { sha256 } from '../hash.ts'
import { asked } from './client.ts'
import { NewerIndexError } from './errors.ts'
import { readIndexName } from './indices.ts'
import { aliasOf, indexOf, templateOf, templatePriority, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'

type Deps = Pick<StoreDeps, 'client' | 'options' | 'logger'>

/**
 * Puts the templates from which indices are made, where they are absent or not as they should be; several processes may do so
 * at once. Those of older versions make no index any more. Fields that were added to a kind are added to its indices.
 * @throws NewerIndexError when a newer version of the program was here
 */
export async function putTemplates(deps: Deps, kinds: readonly IndexKind[]): Promise<void> {
  const present = await readTemplates(deps, kinds)
  for (const kind of kinds) {
    const newer = present.find((one) => one.kind === kind && one.version > kind.version)
    if (newer !== undefined) {
      throw new NewerIndexError(`Elasticsearch：模板 ${newer.name} 由更新的版本建立；本程序只认识 ${indexOf(deps.options, kind)}`, {
        metadata: { template: newer.name }
      })
    }
  }
  await Promise.all(
    kinds.map(async (kind) => {
      const template = stamped(templateOf(deps.options, kind))
      const stored = present.find(({ name }) => name === template.name)
      if (stored?.stamp !== stampOf(template)) await asked('建立索引模板', () => deps.client.indices.putIndexTemplate(template))
    })
  )
  for (const old of present.filter(({ kind, version, isClosed }) => version < kind.version && !isClosed)) await closeTemplate(deps, old.name)
  await addFields(deps, kinds)
}

interface StoredTemplate {
  readonly name: string
  readonly kind: IndexKind
  readonly version: number
  readonly stamp: unknown
  /** It makes no index. */
  readonly isClosed: boolean
}

async function readTemplates({ client, options }: Deps, kinds: readonly IndexKind[]): Promise<StoredTemplate[]> {
  const { index_templates: templates } = await asked('读取索引模板', () =>
    client.indices.getIndexTemplate({ name: `${options.prefix}-*` }, { ignore: [404] })
  )
  return templates.flatMap(({ name, index_template: template }) => {
    const read = readIndexName(options, kinds, name)
    if (read === null || read.period !== null) return []
    return [{ name, kind: read.kind, version: read.version, stamp: template._meta?.['stamp'], isClosed: template.allow_auto_create === false }]
  })
}

/** The server gives a template back in another form than it took it, so its content is compared by a stamp. */
function stamped(template: estypes.IndicesPutIndexTemplateRequest): estypes.IndicesPutIndexTemplateRequest {
  return { ...template, _meta: { ...template._meta, stamp: sha256(canonicalJson(template)) } }
}

function stampOf(template: estypes.IndicesPutIndexTemplateRequest): unknown {
  return template._meta?.['stamp']
}

/** An old program that writes on must not make an index that nobody reads. */
async function closeTemplate({ client }: Deps, name: string): Promise<void> {
  await asked('停用旧索引模板', () =>
    client.indices.putIndexTemplate({
      name,
      index_patterns: [name, `${name}-*`],
      priority: templatePriority,
      allow_auto_create: false,
      _meta: { by: 'wanglou' }
    })
  )
}

async function addFields({ client, options, logger }: Deps, kinds: readonly IndexKind[]): Promise<void> {
  const mappings = await asked('读取索引映射', () =>
    client.indices.getMapping({ index: kinds.map((kind) => aliasOf(options, kind)), ignore_unavailable: true, allow_no_indices: true })
  )
  for (const [index, { mappings: stored }] of Object.entries(mappings)) {
    const read = readIndexName(options, kinds, index)
    if (read === null || read.version !== read.kind.version) continue
    const missing = Object.entries(read.kind.properties).filter(([field]) => stored.properties?.[field] === undefined)
    if (missing.length === 0) continue
    logger.info({ index, fields: missing.map(([field]) => field).join(' ') }, 'fields are added to an index')
    await asked('补充索引字段', () => client.indices.putMapping({ index, properties: Object.fromEntries(missing) }))
  }
}
