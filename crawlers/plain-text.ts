import { load } from 'cheerio'

/**
 * HTML of a post or feed item as text: blocks and <br> are line breaks, an emoji image stands as its name ([怒]), scripts are gone.
 */
export function plainText(html: string): string {
  if (!/[<&]/.test(html)) return html.trim()
  const $ = load(html, null, false)
  $('script, style, noscript, iframe').remove()
  $('img[alt]').each((_, image) => void $(image).replaceWith($('<span>').text($(image).attr('alt') ?? '')))
  $('br').replaceWith('\n')
  $('p, div, section, li, tr, h1, h2, h3, h4, h5, h6, blockquote').append('\n')
  return $.root()
    .text()
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim()
}
