import type { Features } from './features.ts'
import { Candidates } from './candidates.ts'
import { linkBetween, type Link, type LinkSettings } from './link.ts'
import { likeness } from './sketch.ts'

/** One mention in the working set. `Load` is what its owner keeps with it. */
export interface Node<Load> {
  readonly id: string
  features: Features
  load: Load
  cluster: Cluster<Load>
}

/** Mentions that speak of one happening, linked one to the next. */
export interface Cluster<Load> {
  readonly nodes: Map<string, Node<Load>>
  /** The incident that they are; null while nothing in it deserved one. */
  incidentId: string | null
  /** Closed or dismissed: takes in and keeps repeats, so that they open nothing new, and is never joined with others. */
  ended: boolean
}

export interface Placed<Load> {
  readonly cluster: Cluster<Load>
  /** Other open incidents that the mention links its own with. */
  readonly rivals: readonly { readonly cluster: Cluster<Load>; readonly link: Link }[]
}

export interface ClusterSettings {
  readonly link: LinkSettings
  /** Mentions that new ones are compared with; the oldest make room. */
  readonly mostCompared: number
  /** Mentions that are not our business and in no incident, kept in case an answer names them; the oldest make room. */
  readonly mostBystanders: number
}

/** So alike that whatever is near the one is near the other: comparing with one of them is enough. */
const interchangeable = 0.9

/**
 * The working set: single-link clusters over `linkBetween`. Because a link depends on its two mentions alone, the clusters
 * of a set are the same in whatever order it comes.
 */
export class Clusters<Load> {
  readonly #settings: ClusterSettings
  readonly #candidates = new Candidates()
  readonly #nodes = new Map<string, Node<Load>>()
  /** Of those that are not our business, the oldest first. */
  readonly #bystanders = new Map<string, Node<Load>>()
  /** Answers whose parent has not been seen, by the parent's id. */
  readonly #waiting = new Map<string, Set<Node<Load>>>()
  /** True when an ended incident may take the mention in, or keep it. */
  readonly #isRepeat: (ended: Cluster<Load>, node: Node<Load>) => boolean

  constructor(settings: ClusterSettings, isRepeat: (ended: Cluster<Load>, node: Node<Load>) => boolean) {
    this.#settings = settings
    this.#isRepeat = isRepeat
  }

  get size(): number {
    return this.#nodes.size
  }

  node(id: string): Node<Load> | undefined {
    return this.#nodes.get(id)
  }

  /** Puts a mention where the store says it belongs, without asking whom it resembles. */
  restore(features: Features, load: Load, cluster: Cluster<Load>): Node<Load> {
    const node: Node<Load> = { id: features.id, features, load, cluster }
    cluster.nodes.set(node.id, node)
    this.#nodes.set(node.id, node)
    this.#keep(node, true)
    this.#await(node)
    return node
  }

  /** Takes in a mention, or what is new of a known one, and joins what it links. */
  place(features: Features, load: Load): Placed<Load> {
    const known = this.#nodes.get(features.id)
    const node = known ?? this.#begin(features, load)
    if (known !== undefined) {
      this.#candidates.remove(known.features)
      this.#bystanders.delete(known.id)
      known.features = features
      known.load = load
    }
    const links = this.#linksOf(node)
    this.#keep(node, !links.interchangeable)
    this.#await(node)
    this.#makeRoom()
    return this.#join(node, links.found)
  }

  /** Makes one cluster of two; the first keeps its incident. */
  unite(into: Cluster<Load>, from: Cluster<Load>): Cluster<Load> {
    if (into === from) return into
    for (const node of from.nodes.values()) {
      node.cluster = into
      into.nodes.set(node.id, node)
    }
    from.nodes.clear()
    into.incidentId ??= from.incidentId
    return into
  }

  /** Nothing but an answer links what is not our business, so that it need not be found by what it says. */
  #keep(node: Node<Load>, isToBeFound: boolean): void {
    if (!node.features.relevant) this.#bystanders.set(node.id, node)
    else if (isToBeFound) this.#candidates.add(node.features)
  }

  #begin(features: Features, load: Load): Node<Load> {
    const cluster: Cluster<Load> = { nodes: new Map(), incidentId: null, ended: false }
    const node: Node<Load> = { id: features.id, features, load, cluster }
    cluster.nodes.set(node.id, node)
    this.#nodes.set(node.id, node)
    return node
  }

  #linksOf(node: Node<Load>): { found: Map<Cluster<Load>, Link>; interchangeable: boolean } {
    const found = new Map<Cluster<Load>, Link>()
    let same = false
    const compare = (other: Node<Load> | undefined) => {
      if (other === undefined || other === node || found.has(other.cluster)) return
      const link = linkBetween(node.features, other.features, this.#settings.link)
      if (link === null) return
      if (other.cluster !== node.cluster) found.set(other.cluster, link)
      same ||= link.kind === 'near-duplicate' && isInterchangeable(node.features, other.features)
    }
    if (node.features.parentId !== null) compare(this.#nodes.get(node.features.parentId))
    for (const child of this.#waiting.get(node.id) ?? []) compare(child)
    if (node.features.relevant) for (const other of this.#candidates.near(node.features)) compare(this.#nodes.get(other.id))
    return { found, interchangeable: same }
  }

  /** Loose mentions join at once; two open incidents are only named, since joining them is a decision with a record. */
  #join(node: Node<Load>, found: ReadonlyMap<Cluster<Load>, Link>): Placed<Load> {
    const open = [...found.keys()].filter((cluster) => cluster.incidentId !== null && !cluster.ended)
    const loose = [...found.keys()].filter((cluster) => cluster.incidentId === null)
    let home = node.cluster
    if (home.ended) {
      if (this.#isRepeat(home, node)) return { cluster: home, rivals: [] }
      home = this.#leave(node)
    }
    if (home.incidentId === null && open[0] !== undefined) home = this.unite(open[0], home)
    const repeats = [...found.keys()].find((cluster) => cluster.ended && this.#mayTake(cluster, home))
    if (home.incidentId === null && repeats !== undefined) return { cluster: this.unite(repeats, home), rivals: [] }
    for (const cluster of loose) this.unite(home, cluster)
    const rivals = open
      .filter((cluster) => cluster !== home)
      .flatMap((cluster) => {
        const link = found.get(cluster)
        return link === undefined ? [] : [{ cluster, link }]
      })
    return { cluster: home, rivals }
  }

  /** All of a loose cluster or nothing: one grave mention among repeats must not go under with them. */
  #mayTake(ended: Cluster<Load>, loose: Cluster<Load>): boolean {
    return [...loose.nodes.values()].every((node) => this.#isRepeat(ended, node))
  }

  /** What an ended incident cannot hold any more begins anew. */
  #leave(node: Node<Load>): Cluster<Load> {
    node.cluster.nodes.delete(node.id)
    node.cluster = { nodes: new Map([[node.id, node]]), incidentId: null, ended: false }
    return node.cluster
  }

  #await(node: Node<Load>): void {
    const { parentId } = node.features
    if (parentId === null || this.#nodes.has(parentId)) return
    const siblings = this.#waiting.get(parentId) ?? new Set()
    this.#waiting.set(parentId, siblings.add(node))
  }

  /** What was compared with longest ago is compared with no more; a loose one is forgotten, an incident keeps its mentions. */
  #makeRoom(): void {
    for (const node of this.#excess()) {
      this.#candidates.remove(node.features)
      this.#bystanders.delete(node.id)
      if (node.cluster.incidentId === null) this.#forget(node)
    }
  }

  /** The oldest twentieth of those of whom there are too many. */
  #excess(): Node<Load>[] {
    const { mostCompared, mostBystanders } = this.#settings
    const compared = this.#candidates.size <= mostCompared ? [] : firstOf(this.#candidates.all(), mostCompared / 20)
    const bystanders = this.#bystanders.size <= mostBystanders ? [] : firstOf(this.#bystanders.values(), mostBystanders / 20)
    return [...compared.flatMap(({ id }) => this.#nodes.get(id) ?? []), ...bystanders]
  }

  #forget(node: Node<Load>): void {
    node.cluster.nodes.delete(node.id)
    this.#nodes.delete(node.id)
    if (node.features.parentId !== null) this.#waiting.get(node.features.parentId)?.delete(node)
  }
}

function firstOf<T>(all: Iterable<T>, most: number): T[] {
  const first: T[] = []
  for (const one of all) {
    if (first.length >= most) break
    first.push(one)
  }
  return first
}

function isInterchangeable(a: Features, b: Features): boolean {
  const within = (inner: ReadonlySet<string>, outer: ReadonlySet<string>) => [...inner].every((value) => outer.has(value))
  return (
    likeness(a.sketch, b.sketch).jaccard >= interchangeable &&
    a.eventType === b.eventType &&
    Math.abs(a.at - b.at) < 3_600_000 &&
    within(a.spots, b.spots) &&
    within(a.organisations, b.organisations) &&
    within(a.figures, b.figures)
  )
}
