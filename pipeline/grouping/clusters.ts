import { hourMs } from '../../core/instant.ts'
import { Candidates } from './candidates.ts'
import { slim, type Features } from './features.ts'
import { linkBetween, type Link, type LinkSettings } from './link.ts'
import { likeness } from './sketch.ts'
import { centresOf, commonCentre, holds, reconciles } from './star.ts'

/** One mention in the working set. `Load` is what its owner keeps with it. */
export interface Node<Load> {
  readonly id: string
  features: Features
  load: Load
  cluster: Cluster<Load>
}

/** Mentions that speak of one happening: a star, whose centre is akin to every other text. */
export interface Cluster<Load> {
  readonly nodes: Map<string, Node<Load>>
  /** Its different texts. Copies, and answers to what stands in it, are behind one of these. */
  readonly texts: Set<Node<Load>>
  /** One of the texts; several where people or a store put together what no text holds. Null: not looked for yet. */
  centres: readonly Node<Load>[] | null
  /** Linked with others outside, but held by no common centre: asked again when either grows. */
  readonly strangers: Stranger<Load>[]
  /** The incident that they are; null while nothing in it deserved one. */
  incidentId: string | null
  /** Closed or dismissed: takes in and keeps repeats, so that they open nothing new, and is never joined with others. */
  ended: boolean
}

interface Stranger<Load> {
  readonly other: Node<Load>
  readonly link: Link
}

export interface Placed<Load> {
  readonly cluster: Cluster<Load>
  /** Other open incidents that belong together with its own. */
  readonly rivals: readonly { readonly cluster: Cluster<Load>; readonly link: Link }[]
}

export interface ClusterSettings {
  readonly link: LinkSettings
  /** Mentions that new ones are compared with; the oldest make room. */
  readonly mostCompared: number
  /** Mentions that are not our business and in no incident, kept in case an answer names them; the oldest make room. */
  readonly mostBystanders: number
}

/** So alike that whatever is near the one is near the other: comparing with one of them, the newest, is enough. */
const interchangeable = 0.9
/** A twin need not give way to what is hardly newer. */
const twinsWithinMs = 6 * hourMs
/** Members of one cluster that a mention is compared with until one of them links. */
const comparedEach = 16
const mostStrangers = 16

export function newCluster<Load>(): Cluster<Load> {
  return { nodes: new Map(), texts: new Set(), centres: null, strangers: [], incidentId: null, ended: false }
}

/**
 * The working set: star clusters over `linkBetween`. Two clusters that a link joins become one only if some text is akin to
 * every text of both and none of them is in another place, so that neither a chain of small likenesses nor what says
 * little leads from one matter to another.
 *
 * What the order of arrival may change: nothing where all that is linked, directly or through others, has such a centre (in
 * none of 36,000 random sets of up to fourteen mentions; beyond that, of more than sixteen texts only the fullest are tried);
 * elsewhere which of the overlapping stars takes a mention that both could hold. In any order every cluster is a star, and
 * no mention stands with one that it is not linked to through others. A text is met at its newest telling; held against
 * others are the newest `mostCompared` of the window; people's decisions stand whatever comes.
 */
export class Clusters<Load> {
  readonly #settings: ClusterSettings
  readonly #candidates: Candidates
  readonly #nodes = new Map<string, Node<Load>>()
  /** Of those that are not our business, the oldest first. */
  readonly #bystanders = new Map<string, Node<Load>>()
  /** Of those that stand behind a twin, the oldest first. */
  readonly #copies = new Map<string, Node<Load>>()
  /** Answers whose parent has not been seen, by the parent's id. */
  readonly #waiting = new Map<string, Set<Node<Load>>>()
  /** True when an ended incident may take the mention in, or keep it. */
  readonly #isRepeat: (ended: Cluster<Load>, node: Node<Load>) => boolean
  /** What is left of the load of one that is compared with no more. */
  readonly #thinned: (load: Load) => Load
  #newestSeen = Number.NEGATIVE_INFINITY

  constructor(
    settings: ClusterSettings,
    isRepeat: (ended: Cluster<Load>, node: Node<Load>) => boolean,
    thinned: (load: Load) => Load = (load) => load
  ) {
    this.#settings = settings
    this.#thinned = thinned
    this.#candidates = new Candidates(settings.link)
    this.#isRepeat = isRepeat
  }

  get size(): number {
    return this.#nodes.size
  }

  node(id: string): Node<Load> | undefined {
    return this.#nodes.get(id)
  }

  /** Milliseconds of the look before which nothing but an answer links. */
  get oldestLinked(): number {
    return this.#newestSeen - this.#settings.link.windowHours * hourMs
  }

  /** Forgets a cluster and all of it; whoever holds on to it finds it empty. */
  letGo(cluster: Cluster<Load>): void {
    for (const { other } of cluster.strangers) {
      const { strangers } = other.cluster
      for (let at = strangers.length - 1; at >= 0; at--) if (strangers[at]?.other.cluster === cluster) strangers.splice(at, 1)
    }
    for (const node of cluster.nodes.values()) {
      this.#takeOut(node)
      this.#drop(node)
    }
    cluster.nodes.clear()
    cluster.texts.clear()
    cluster.strangers.length = 0
    cluster.centres = null
  }

  /** Puts a mention where the store says it belongs, without asking whom it resembles. */
  restore(features: Features, load: Load, cluster: Cluster<Load>): Node<Load> {
    const node: Node<Load> = { id: features.id, features, load, cluster }
    cluster.nodes.set(node.id, node)
    this.#nodes.set(node.id, node)
    this.#newestSeen = Math.max(this.#newestSeen, features.seenAt)
    // What is out of the window would only stand in the way of what can be linked.
    this.#keep(node, features.seenAt >= this.oldestLinked)
    this.#await(node)
    if (features.relevant && !this.#isBehindParent(node)) cluster.texts.add(node)
    cluster.centres = null
    return node
  }

  /** Takes in a mention, or what is new of a known one, and joins what it links. */
  place(features: Features, load: Load): Placed<Load> {
    const known = this.#nodes.get(features.id)
    const node = known ?? this.#begin(features, load)
    if (known !== undefined) {
      this.#unkeep(known)
      known.features = features
      known.load = load
    }
    this.#newestSeen = Math.max(this.#newestSeen, features.seenAt)
    const { found, twin } = this.#linksOf(node)
    const isBehind = twin !== null && features.at < twin.features.at + twinsWithinMs
    if (twin !== null && !isBehind) this.#standBehindNewer(twin)
    this.#keep(node, !isBehind)
    this.#await(node)
    if (features.relevant && !isBehind) node.cluster.texts.add(node)
    const placed = this.#join(node, found)
    this.#makeRoom()
    return placed
  }

  /** Makes one cluster of two; the first keeps its incident. Somebody decided it, so that no common centre is asked for. */
  unite(into: Cluster<Load>, from: Cluster<Load>): Cluster<Load> {
    if (into === from) return into
    const centres = this.#centresTogether(into, from) ?? [...this.#centres(into), ...this.#centres(from)]
    return this.#unite(into, from, centres)
  }

  /** A person says that a mention belongs elsewhere; from now on it is found by what it says, though it be an old one or a copy. */
  move(node: Node<Load>, features: Features, into: Cluster<Load>): void {
    if (node.cluster === into) return
    this.#unkeep(node)
    node.cluster.nodes.delete(node.id)
    node.cluster = into
    node.features = features
    into.nodes.set(node.id, node)
    into.centres = null
    this.#keep(node, true)
    if (features.relevant && !this.#isBehindParent(node)) into.texts.add(node)
  }

  /** Nothing but an answer links what is not our business, so that it need not be found by what it says. */
  #keep(node: Node<Load>, isToBeFound: boolean): void {
    if (!node.features.relevant) this.#bystanders.set(node.id, node)
    else if (isToBeFound) this.#candidates.add(node.features)
    else this.#copies.set(node.id, node)
  }

  #unkeep(node: Node<Load>): void {
    this.#takeOut(node)
    node.cluster.texts.delete(node)
    if (node.cluster.centres?.includes(node)) node.cluster.centres = null
  }

  /** Out of whatever it waits in to be found or to be forgotten. */
  #takeOut(node: Node<Load>): void {
    this.#candidates.remove(node.features)
    this.#bystanders.delete(node.id)
    this.#copies.delete(node.id)
  }

  /** Found from now on by its newest twin. */
  #standBehindNewer(node: Node<Load>): void {
    const { cluster } = node
    this.#candidates.remove(node.features)
    this.#copies.set(node.id, node)
    if (!this.#centres(cluster).includes(node)) cluster.texts.delete(node)
  }

  #begin(features: Features, load: Load): Node<Load> {
    const cluster = newCluster<Load>()
    const node: Node<Load> = { id: features.id, features, load, cluster }
    cluster.nodes.set(node.id, node)
    this.#nodes.set(node.id, node)
    return node
  }

  #linksOf(node: Node<Load>): { found: Map<Cluster<Load>, Stranger<Load>>; twin: Node<Load> | null } {
    const found = new Map<Cluster<Load>, Stranger<Load>>()
    const compared = new Map<Cluster<Load>, number>()
    let twin: Node<Load> | null = null
    const compare = (other: Node<Load> | undefined) => {
      if (other === undefined || other === node) return
      const times = compared.get(other.cluster) ?? 0
      if (times >= comparedEach && found.has(other.cluster)) return
      compared.set(other.cluster, times + 1)
      const link = linkBetween(node.features, other.features, this.#settings.link)
      if (link === null) return
      if (twin === null && link.kind === 'near-duplicate' && areTwins(node.features, other.features)) twin = other
      if (other.cluster !== node.cluster && link.score > (found.get(other.cluster)?.link.score ?? 0)) found.set(other.cluster, { other, link })
    }
    if (node.features.parentId !== null) compare(this.#nodes.get(node.features.parentId))
    for (const child of this.#waiting.get(node.id) ?? []) compare(child)
    if (node.features.relevant) {
      for (const other of this.#candidates.near(node.features)) {
        compare(this.#nodes.get(other.id))
        // Its twin has met all the others; what an ended incident cannot hold must meet them itself.
        if (twin !== null && !(twin as Node<Load>).cluster.ended) break
      }
    }
    return { found, twin }
  }

  /** Loose mentions join at once; two open incidents are only named, since joining them is a decision with a record. */
  #join(node: Node<Load>, found: ReadonlyMap<Cluster<Load>, Stranger<Load>>): Placed<Load> {
    let home = node.cluster
    if (home.ended) {
      if (this.#isRepeat(home, node)) return { cluster: home, rivals: [] }
      home = this.#leave(node)
    }
    const rivals: { cluster: Cluster<Load>; link: Link }[] = []
    const waiting = [...found.values()].sort(byRank)
    const asked = new Set<Stranger<Load>>()
    /**
     * More is new to those that are linked than the mention that has come: any text of the one may hold what the other could
     * not, and one that names places may show two of them to be one.
     */
    let haveMet = node.features.spots.size > 0 || node.features.districts.size > 0
    for (let stranger = waiting.shift(); stranger !== undefined; stranger = waiting.shift()) {
      const { other, link } = stranger
      const { cluster } = other
      if (cluster === home || cluster.nodes.size === 0 || rivals.some((rival) => rival.cluster === cluster)) continue
      const grown = asked.has(stranger) && !haveMet ? node.features : null
      const centres = link.kind === 'answer' ? this.#centresOfAnswer(home, cluster) : this.#centresTogether(home, cluster, grown)
      if (centres === null) {
        remember(home, stranger)
        remember(cluster, { other: node, link })
        continue
      }
      haveMet ||= home.strangers.length > 0 || home.texts.size > 1 || !home.texts.has(node)
      if (cluster.ended) {
        if (home.incidentId === null && this.#mayTake(cluster, home)) return { cluster: this.#unite(cluster, home, centres), rivals: [] }
      } else if (cluster.incidentId === null) home = this.#unite(home, cluster, centres)
      else if (home.incidentId === null) home = this.#unite(cluster, home, centres)
      else rivals.push({ cluster, link })
      // What had no common centre before may have one now: the mention that has come.
      for (const before of home.strangers.splice(0)) {
        asked.add(before)
        waiting.push(before)
      }
    }
    this.#standBehind(node, home)
    return { cluster: home, rivals }
  }

  /** Texts that hold both; null: none does. Where only one text is new since they were last asked, it alone is tried besides the centres. */
  #centresTogether(one: Cluster<Load>, other: Cluster<Load>, grown: Features | null = null): readonly Node<Load>[] | null {
    // What stands longest is asked first: one comparison, where the other way takes as many as there are texts.
    const [larger, smaller] = one.texts.size >= other.texts.size ? [one, other] : [other, one]
    const [centres, others] = [this.#centres(larger), this.#centres(smaller)]
    if (others.length === 0) return centres
    if (centres.length === 0) return others
    const { link } = this.#settings
    const fewer = featuresIn(smaller.texts)
    const more = featuresIn(larger.texts)
    if (centres.some(({ features }) => holds(features, fewer, link) && reconciles(features, fewer, more, true, link))) return centres
    if (others.some(({ features }) => holds(features, more, link) && reconciles(features, more, fewer, true, link))) return others
    const centre = commonCentre(fewer, more, link, grown === null ? [...fewer, ...more] : [grown])
    const node = centre === null ? undefined : this.#nodes.get(centre.id)
    return node === undefined ? null : [node]
  }

  /** An answer belongs to what it answers, whatever it says. */
  #centresOfAnswer(one: Cluster<Load>, other: Cluster<Load>): readonly Node<Load>[] {
    return this.#centresTogether(one, other) ?? [...this.#centres(one), ...this.#centres(other)]
  }

  #centres(cluster: Cluster<Load>): readonly Node<Load>[] {
    cluster.centres ??= centresOf(featuresIn(cluster.texts), this.#settings.link).flatMap(({ id }) => this.#nodes.get(id) ?? [])
    return cluster.centres
  }

  #unite(into: Cluster<Load>, from: Cluster<Load>, centres: readonly Node<Load>[]): Cluster<Load> {
    for (const node of from.nodes.values()) {
      node.cluster = into
      into.nodes.set(node.id, node)
    }
    for (const node of from.texts) into.texts.add(node)
    for (const stranger of from.strangers) remember(into, stranger)
    from.nodes.clear()
    from.texts.clear()
    from.strangers.length = 0
    into.centres = centres
    into.incidentId ??= from.incidentId
    return into
  }

  /** All of a loose cluster or nothing: one grave mention among repeats must not go under with them. */
  #mayTake(ended: Cluster<Load>, loose: Cluster<Load>): boolean {
    return [...loose.nodes.values()].every((node) => this.#isRepeat(ended, node))
  }

  /** What an ended incident cannot hold any more begins anew. */
  #leave(node: Node<Load>): Cluster<Load> {
    const cluster = newCluster<Load>()
    this.#unkeep(node)
    node.cluster.nodes.delete(node.id)
    node.cluster = cluster
    cluster.nodes.set(node.id, node)
    this.#keep(node, true)
    if (node.features.relevant) cluster.texts.add(node)
    return cluster
  }

  #await(node: Node<Load>): void {
    const { parentId } = node.features
    if (parentId === null || this.#nodes.has(parentId)) return
    const siblings = this.#waiting.get(parentId) ?? new Set()
    this.#waiting.set(parentId, siblings.add(node))
  }

  /** An answer is no text of its own where its parent stands; some text must be. */
  #standBehind(node: Node<Load>, home: Cluster<Load>): void {
    for (const answer of [node, ...(this.#waiting.get(node.id) ?? [])]) {
      if (answer.cluster !== home || !this.#isBehindParent(answer)) continue
      home.texts.delete(answer)
      if (home.centres?.includes(answer)) home.centres = null
    }
    if (home.texts.size === 0 && node.features.relevant) home.texts.add(node)
  }

  #isBehindParent({ features, cluster }: Node<Load>): boolean {
    return features.parentId !== null && cluster.nodes.has(features.parentId)
  }

  /**
   * What was seen longest ago is compared with no more; a loose one is forgotten, an incident keeps its mentions without
   * what they were compared by, but for its centres.
   */
  #makeRoom(): void {
    for (const node of this.#excess()) {
      const { cluster } = node
      this.#takeOut(node)
      if (cluster.incidentId === null) this.#forget(node)
      else this.#thin(node)
    }
  }

  #thin(node: Node<Load>): void {
    node.load = this.#thinned(node.load)
    if (this.#centres(node.cluster).includes(node)) return
    node.cluster.texts.delete(node)
    node.features = slim(node.features)
  }

  /** Those that no new mention can link; the oldest twentieth of those of whom there are too many. */
  #excess(): Node<Load>[] {
    const { mostCompared, mostBystanders } = this.#settings
    const oldest = this.oldestLinked
    const excess: Node<Load>[] = []
    const most = this.#candidates.size <= mostCompared ? 0 : mostCompared / 20
    for (const { id, seenAt } of this.#candidates.all()) {
      if (seenAt >= oldest && excess.length >= most) break
      const node = this.#nodes.get(id)
      if (node !== undefined) excess.push(node)
    }
    for (const copy of this.#copies.values()) {
      if (copy.features.seenAt >= oldest && this.#copies.size <= mostCompared) break
      excess.push(copy)
      if (excess.length > mostCompared / 20) break
    }
    if (this.#bystanders.size > mostBystanders) excess.push(...firstOf(this.#bystanders.values(), mostBystanders / 20))
    return excess
  }

  #forget(node: Node<Load>): void {
    node.cluster.nodes.delete(node.id)
    node.cluster.texts.delete(node)
    if (node.cluster.centres?.includes(node)) node.cluster.centres = null
    this.#drop(node)
  }

  #drop(node: Node<Load>): void {
    this.#nodes.delete(node.id)
    const { parentId } = node.features
    const siblings = parentId === null ? undefined : this.#waiting.get(parentId)
    if (parentId === null || siblings === undefined) return
    siblings.delete(node)
    if (siblings.size === 0) this.#waiting.delete(parentId)
  }
}

/** Open incidents first, then ended ones, then loose mentions; of equals what is linked the most. */
function byRank<Load>(a: Stranger<Load>, b: Stranger<Load>): number {
  const rank = ({ other: { cluster } }: Stranger<Load>) => (cluster.incidentId === null ? 2 : cluster.ended ? 1 : 0)
  return rank(a) - rank(b) || b.link.score - a.link.score || a.other.features.at - b.other.features.at || (a.other.id < b.other.id ? -1 : 1)
}

function remember<Load>(cluster: Cluster<Load>, stranger: Stranger<Load>): void {
  if (cluster.strangers.some(({ other }) => other.cluster === stranger.other.cluster)) return
  cluster.strangers.push(stranger)
  if (cluster.strangers.length > mostStrangers) cluster.strangers.shift()
}

function featuresIn<Load>(texts: ReadonlySet<Node<Load>>): Features[] {
  return [...texts].map(({ features }) => features)
}

function firstOf<T>(all: Iterable<T>, most: number): T[] {
  const first: T[] = []
  for (const one of all) {
    if (first.length >= most) break
    first.push(one)
  }
  return first
}

function areTwins(a: Features, b: Features): boolean {
  const within = (inner: ReadonlySet<string>, outer: ReadonlySet<string>) => [...inner].every((value) => outer.has(value))
  return (
    a.eventType === b.eventType &&
    within(a.spots, b.spots) &&
    within(a.organisations, b.organisations) &&
    within(a.figures, b.figures) &&
    likeness(a.sketch, b.sketch).jaccard >= interchangeable
  )
}
