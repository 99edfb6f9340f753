import { WanglouError } from '../../core/errors.ts'
import { classedFaultWords } from '../../core/fetch-fault-words.ts'
import type { AllowPrivate, Article } from '../../core/ports.ts'
import type { Source } from '../../core/source.ts'
import { articleFault, redirectOf } from '../article-fault.ts'
import { NothingParsedError } from '../errors.ts'
import { privateOf, webAddressesIn } from '../private-addresses.ts'
import { sourceSettings } from '../settings.ts'
import type { VisitDeps } from '../visit.ts'
import { guessByAddress } from './by-address.ts'
import { guessByPage } from './by-page.ts'
import { visitOnce, type DryRun } from './dry-run.ts'
import type { Guess } from './guess.ts'
import { LeadsOnError, ShellPageError } from './page-errors.ts'
import { stanzaOf, type Stanza } from './stanza.ts'

export interface Trial {
  /** What it was taken for; null where nothing fits. */
  readonly guess: Guess | null
  readonly stanza: Stanza | null
  /** What a first visit would bring, a few items of it; null where none was made. */
  readonly run: DryRun | null
  /** The page read as an article, where it is no list. */
  readonly article: Article | null
  /** Why it could not be looked at; null where it could. */
  readonly fault: string | null
}

/** Items that are fetched to show what they look like; each costs the site a request. */
const shownItems = 3

type TryDeps = Pick<VisitDeps, 'fetch' | 'readArticle' | 'clock' | 'logger' | 'sha256'>

/** Looks at an address politely, and says which source it would make and what that would bring. */
export async function trySource(deps: TryDeps, url: string, allowPrivate: boolean): Promise<Trial> {
  const known = guessByAddress(url)
  try {
    const { guesses, article } =
      known === null ? await look(deps, url, allowPrivate) : { guesses: [known], article: await articleAt(deps, known, allowPrivate) }
    for (const guess of guesses) {
      const made = stanzaOf(guess, allowPrivate && staysAt(guess, url))
      if (made === null) continue
      const run = guess.missing === null ? neverReadBefore(await visitOnce(deps, withFewItems(made.source))) : null
      return { guess, stanza: made.stanza, run, article, fault: null }
    }
    return { guess: guesses[0] ?? null, stanza: null, run: null, article, fault: null }
  } catch (error) {
    const stanza = known === null ? null : (stanzaOf(known, allowPrivate && staysAt(known, url))?.stanza ?? null)
    return { guess: known, stanza, run: null, article: null, fault: faultWords(error) }
  }
}

async function look(deps: TryDeps, url: string, allowPrivate: boolean): Promise<{ guesses: readonly Guess[]; article: Article | null }> {
  const { text, finalUrl, contentType } = await deps.fetch(url, { allowPrivate: ownPrivate(url, allowPrivate) })
  if (text === null) return { guesses: [], article: null }
  const now = deps.clock.now()
  const guesses = guessByPage({ url, finalUrl, contentType, text }, now)
  if (guesses.length > 0) return { guesses, article: null }
  try {
    return { guesses, article: await soundArticle(deps, url, finalUrl, text) }
  } catch (error) {
    if (!(error instanceof NothingParsedError)) throw error
    const target = redirectOf(text)
    if (target !== null) throw new LeadsOnError(url, new URL(target, finalUrl).href)
    throw isShell(text) ? new ShellPageError(url) : error
  }
}

/** What scripts fill is empty where none runs. */
function isShell(html: string): boolean {
  return /<div\b[^<>]{0,200}\bid\s*=\s*["']?(?:app|root|__next|__nuxt)\b/i.test(html) && /<script\b/i.test(html)
}

/** @throws what articleFault tells of a page that is none */
async function soundArticle(deps: TryDeps, url: string, finalUrl: string, html: string): Promise<Article> {
  const article = await deps.readArticle(html, { url: finalUrl, observedAt: deps.clock.now() })
  const fault = articleFault('source test', url, { url: finalUrl, html }, article, null)
  if (fault !== null) throw fault
  return article
}

/** One article of an account is shown as it would be read, though no list hangs on it. */
async function articleAt(deps: TryDeps, { crawler, url }: Guess, allowPrivate: boolean): Promise<Article | null> {
  if (crawler !== 'wechat') return null
  const { text, finalUrl } = await deps.fetch(url, { allowPrivate: ownPrivate(url, allowPrivate) })
  return text === null ? null : soundArticle(deps, url, finalUrl, text)
}

function ownPrivate(url: string, allowPrivate: boolean): AllowPrivate {
  return privateOf({ url, settings: {}, allowPrivate })
}

/** What a page says of other hosts is nobody's wish to open our network for them. */
function staysAt({ url, settings }: Guess, asked: string): boolean {
  return [url, ...webAddressesIn(settings)].every((address) => new URL(address).origin === new URL(asked).origin)
}

/** The first of these that its crawler knows. */
function withFewItems(source: Source): Source {
  const schema = sourceSettings[source.crawler]
  const few = [{ mostArticles: shownItems }, { mostItems: shownItems }].find((limit) => schema.safeParse({ ...source.settings, ...limit }).success)
  return { ...source, settings: { ...source.settings, ...few } }
}

/** Nothing was read here before, so nothing can have changed. */
function faultWords(error: unknown): string {
  if (error instanceof NothingParsedError) return unreadWords
  return error instanceof WanglouError ? classedFaultWords(error) : String(error)
}

function neverReadBefore(run: DryRun): DryRun {
  return run.health.lastErrorCode === 'nothing-parsed' ? { ...run, health: { ...run.health, lastError: unreadWords } } : run
}

const unreadWords = '页面打开了，但读不出列表，也读不出文章'
