import { expect, test } from 'vitest'
import type { LogRecord } from '../../../core/ports.ts'
import { FailingBatches } from '../../../pipeline/failing-batches.ts'

test('a batch that fails is counted through what happens in other partitions', () => {
  const failing = new FailingBatches()
  for (let tries = 0; tries < 3; tries++) {
    failing.failed(batch(0, 5))
    failing.handled(batch(1, 40 + tries))
  }
  expect(failing.triesOf(batch(0, 5))).toBe(3)
  expect(failing.triesOf(batch(1, 5))).toBe(0)
})

test('the count ends with a batch that went well, and with one that begins elsewhere', () => {
  const failing = new FailingBatches()
  failing.failed(batch(0, 5))
  expect(failing.triesOf(batch(0, 9))).toBe(0)
  failing.failed(batch(0, 5))
  failing.handled(batch(0, 5))
  expect(failing.triesOf(batch(0, 5))).toBe(0)
})

function batch(partition: number, offset: number): LogRecord[] {
  return [{ topic: 'mentions', partition, offset, key: 'k', value: 'v' }]
}
