import { expect, test } from 'vitest'
import { canonicalUrl } from '../../../core/mention.ts'

test.each([
  ['http://www.a.example/n/1.html?sid=a8Fz09', 'a.example/n/1.html'],
  ['https://a.example/n/1.html;jsessionid=0A1B?PHPSESSID=x&utm_source=y&spm=1.2&from=z', 'a.example/n/1.html'],
  ['https://a.example/n/1.html?JSESSIONID=1&session_id=2&id=3', 'a.example/n/1.html?id=3'],
  // A number is a story's as often as a session's.
  ['https://a.example/story?sid=20261', 'a.example/story?sid=20261']
])('%s names %s', (url, canonical) => {
  expect(canonicalUrl(url)).toBe(canonical)
})
