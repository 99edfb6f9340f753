import type { DomElement } from './element.ts'
import type { DomNode, DomParent } from './nodes.ts'

const empty = new Set('area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr'.split(' '))
/** Elements whose text is written as it is. */
const raw = new Set(['SCRIPT', 'STYLE', 'XMP', 'IFRAME', 'NOEMBED', 'NOFRAMES', 'PLAINTEXT'])

/** The HTML of what stands in an element; read again, it gives the same tree. */
export function writeChildren(parent: DomParent): string {
  const isRaw = raw.has(parent.nodeName)
  let html = ''
  for (let at = parent.firstChild; at !== null; at = at.nextSibling) html += write(at, isRaw)
  return html
}

function write(node: DomNode, isRaw: boolean): string {
  switch (node.nodeType) {
    case 1:
      return writeElement(node as DomElement)
    case 3:
      return isRaw ? node.textContent : escapeText(node.textContent)
    default:
      return `<!--${node.textContent}-->`
  }
}

function writeElement(element: DomElement): string {
  const { localName } = element
  let tag = `<${localName}`
  for (const [name, value] of element.attributeEntries()) tag += ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`
  return empty.has(localName) ? `${tag}>` : `${tag}>${writeChildren(element)}</${localName}>`
}

const special = /[&<>]/

function escapeText(text: string): string {
  if (!special.test(text)) return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
