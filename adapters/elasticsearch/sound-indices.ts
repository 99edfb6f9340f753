import { asked } from './client.ts'
import { UnsoundIndexError } from './errors.ts'
import { foreignTemplates, foreignTemplateWords } from './foreign-templates.ts'
import { aliasOf, type IndexKind } from './index-kind.ts'
import { listIndices, type StoredIndex } from './indices.ts'
import type { StoreDeps } from './open.ts'

type Deps = Pick<StoreDeps, 'client' | 'options'>
type Looked = Pick<StoredIndex, 'name' | 'version' | 'isRead' | 'isStrict' | 'isClosed'> & { readonly kind: Pick<IndexKind, 'version' | 'dated'> }

const remedy = '多半由他人的索引模板建立；不可删除，停用那个模板后按 docs/scaling.md 移出再写回'

/** What is wrong with an index of ours among all of its kind, in words; null: nothing. */
export function unsoundness(index: Looked, itsKind: readonly Looked[]): string | null {
  const { version, kind, isRead, isStrict, isClosed } = index
  // Of a kind that has one index another version is read while an upgrade makes ours, and after an upgrade to a newer one.
  const isUpgrading = !kind.dated && itsKind.some((other) => other.isRead && other.version !== kind.version)
  if (!isRead && (version < kind.version || isUpgrading)) return null
  if (isClosed) return `已关闭，其中的数据读不到也写不进；请打开：POST ${index.name}/_open`
  if (version < kind.version) return null
  if (!isRead) return `不在别名之后，其中的数据无人看见：${remedy}`
  return isStrict ? null : `字段由服务器猜测（dynamic 不是 strict）：${remedy}`
}

/** @throws UnsoundIndexError naming every index that is not as it should be */
export async function refuseUnsoundIndices({ client, options }: Deps, kinds: readonly IndexKind[]): Promise<void> {
  const indices = await listIndices(client, options, kinds)
  const unsound = indices.flatMap((index) => {
    const itsKind = indices.filter(({ kind }) => kind === index.kind)
    const words = unsoundness(index, itsKind)
    return words === null ? [] : [`索引 ${index.name} ${words}`]
  })
  if (unsound.length > 0) throw new UnsoundIndexError(`Elasticsearch：${unsound.join('；')}`)
}

/**
 * Dated indices of a kind that this process knows to be as they should be. Each is looked at once: before the first write to
 * it, and again after that when the write made it, so that a template of somebody else that came while the program runs is
 * found before any write counts as done.
 */
export class SoundIndices {
  readonly #deps: Deps
  readonly #kind: IndexKind
  readonly #sound = new Set<string>()

  constructor(deps: Deps, kind: IndexKind) {
    this.#deps = deps
    this.#kind = kind
  }

  /** @throws UnsoundIndexError for an index that is not as it should be, or would not be */
  async check(indices: Iterable<string>): Promise<void> {
    for (const index of new Set(indices)) if (!this.#sound.has(index)) await this.#look(index)
  }

  async #look(index: string): Promise<void> {
    const { client, options } = this.#deps
    const stored = await asked('查看索引', () =>
      client.indices.get({ index, ignore_unavailable: true, allow_no_indices: true, features: ['aliases', 'mappings'] })
    )
    const found = stored[index]
    if (found === undefined) return this.#foresee()
    const kind = this.#kind
    const looked = { name: index, version: kind.version, kind, isRead: aliasOf(options, kind) in (found.aliases ?? {}), isClosed: false }
    const words = unsoundness({ ...looked, isStrict: found.mappings?.dynamic === 'strict' }, [])
    if (words !== null) throw new UnsoundIndexError(`Elasticsearch：索引 ${index} ${words}`, { metadata: { index } })
    this.#sound.add(index)
  }

  async #foresee(): Promise<void> {
    const foreign = await foreignTemplates(this.#deps, [this.#kind])
    if (foreign.length > 0) throw new UnsoundIndexError(foreign.map(foreignTemplateWords).join('；'))
  }
}
