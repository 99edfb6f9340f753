import sax from 'sax'
import { InvalidInputError } from '../../core/errors.ts'

/** A tag or a piece of text between tags. Names without their prefix. */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Attributes }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/** By their names as they stand, a prefix included. */
export type Attributes = Readonly<Record<string, string>>

/**
 * The tokens of an XML part of a workbook, a chunk's at a time; a long text comes in pieces. An empty tag opens and closes. No entities of
 * its own are expanded: there are none to bring in. @throws InvalidInputError where it is no XML
 */
export async function* xmlTokens(content: AsyncIterable<Buffer>): AsyncGenerator<readonly XmlToken[]> {
  const parser = sax.parser(true)
  let tokens: XmlToken[] = []
  const text = (piece: string): void => void tokens.push({ kind: 'text', text: piece })
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- sax knows handlers only, one of a kind
  parser.ontext = text
  parser.oncdata = text
  parser.onopentag = ({ name, attributes }) => void tokens.push({ kind: 'open', name: localName(name), attributes: attributes as Attributes })
  parser.onclosetag = (name) => void tokens.push({ kind: 'close', name: localName(name) })
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- sax knows handlers only, one of a kind
  parser.onerror = (error) => {
    throw new InvalidInputError(`工作簿的 XML 已损坏：第 ${parser.line + 1} 行：${error.message.split('\n')[0] ?? ''}`)
  }
  const decoder = new TextDecoder()
  try {
    for await (const chunk of content) {
      parser.write(decoder.decode(chunk, { stream: true }))
      yield tokens
      tokens = []
    }
    parser.close()
  } catch (error) {
    // What stood before the damage.
    yield tokens
    throw error
  }
  yield tokens
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** `_x000D_` is how Excel writes signs that XML cannot hold. */
export function excelText(text: string): string {
  return text.replaceAll(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
