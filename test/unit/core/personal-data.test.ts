import { expect, test } from 'vitest'
import { maskPersonalNumbers } from '../../../core/personal-data.ts'

test.each([
  ['电话１３８００１３８０００，请回电', '电话138****8000，请回电'],
  ['电话138 0013 8000', '电话138****8000'],
  ['第１２条，共２０２６年', '第１２条，共２０２６年']
])('%s is kept as %s', (text, masked) => {
  expect(maskPersonalNumbers(text)).toBe(masked)
})
