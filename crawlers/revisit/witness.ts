/** Addresses of a host that went missing before any other of it was seen again: then the site has moved, not so many posts been deleted. */
const mostUnwitnessed = 2

/** Whether what is missing may be called gone: by what else was seen of its host, since this process began to look. */
export class Witness {
  readonly #hosts = new Map<string, { seen: boolean; readonly missing: Set<string> }>()

  seen(host: string): void {
    this.#of(host).seen = true
  }

  /** `before`: how many looks in a row missed it already. */
  confirms(host: string, id: string, before: number): boolean {
    const known = this.#of(host)
    known.missing.add(id)
    return before > 0 && (known.seen || known.missing.size <= mostUnwitnessed)
  }

  #of(host: string): { seen: boolean; readonly missing: Set<string> } {
    const known = this.#hosts.get(host) ?? { seen: false, missing: new Set<string>() }
    this.#hosts.set(host, known)
    return known
  }
}
