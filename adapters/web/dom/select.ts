import { compile, type Options } from 'css-select'
import type { DomElement } from './element.ts'
import type { DomNode } from './nodes.ts'

type Matcher = (element: DomElement) => boolean

const adapter: NonNullable<Options<DomNode, DomElement>['adapter']> = {
  isTag: (node): node is DomElement => node.nodeType === 1,
  getAttributeValue: (element, name) => element.getAttribute(name) ?? undefined,
  getChildren: (node) => [...node.childNodes],
  getName: (element) => element.localName,
  getParent: (element) => element.parentNode,
  getSiblings: (node) => [...(node.parentNode?.childNodes ?? [node])],
  getText: (node) => node.textContent,
  hasAttrib: (element, name) => element.hasAttribute(name),
  removeSubsets: (nodes) => nodes
}

const namesOnly = /^[\w-]+(?:\s*,\s*[\w-]+)*$/
/** The selectors of the readers and of the configured sources; no more. */
const mostKept = 2_000
const kept = new Map<string, Matcher>()

/** Whether an element is one that a selector names. Compiled once a selector. @throws SyntaxError naming a selector that is none */
export function matcherOf(selector: string): Matcher {
  const known = kept.get(selector)
  if (known !== undefined) return known
  const matcher = namesOnly.test(selector) ? byName(selector) : byRules(selector)
  if (kept.size < mostKept) kept.set(selector, matcher)
  return matcher
}

function byName(selector: string): Matcher {
  const names = new Set(selector.toUpperCase().split(/\s*,\s*/))
  return (element) => names.has(element.nodeName)
}

function byRules(selector: string): Matcher {
  try {
    return compile<DomNode, DomElement>(selector, { adapter })
  } catch (error) {
    throw new SyntaxError(`selector ${JSON.stringify(selector)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
